import { loadOptionalDependency } from '../optional-dependency.js';

const FEATURE = 'reading text in an older encoding';

/** Below this the detector is guessing: too few letters that tell encodings apart. */
const SURE = 0.1;

/** What nearly all unmarked Western text is in, and what browsers take unmarked pages for. */
const COMMON = 'windows-1252';

/**
 * Decodes text that is no Unicode encoding, in the encoding that its letters make most likely.
 * @returns the text and the name of the encoding; no text where no encoding fits
 */
export async function decodeLegacyText(bytes: Uint8Array): Promise<{ readonly text: string; readonly encoding: string } | undefined> {
  const { detectAll } = await loadOptionalDependency('jschardet', FEATURE, () => import('jschardet'));
  const { default: iconv } = await loadOptionalDependency('iconv-lite', FEATURE, () => import('iconv-lite'));
  // Telling encodings apart takes the detector a pass for each of some hundred; the beginning is enough.
  const found = detectAll(Buffer.from(bytes.subarray(0, 65_536)));
  const likely = found.filter(({ encoding, confidence }) => encoding && confidence >= SURE).map(({ encoding }) => encoding);
  const order = likely.length > 0 ? [...likely, COMMON] : [COMMON, ...found.map(({ encoding }) => encoding)];
  for (const encoding of order) {
    if (!encoding || !iconv.encodingExists(encoding)) continue;
    const text = iconv.decode(Buffer.from(bytes), encoding);
    if (!text.includes('\ufffd')) return { text, encoding: encoding.toLowerCase() };
  }
  return undefined;
}
