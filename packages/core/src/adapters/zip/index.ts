import type { Entry, ZipFile } from 'yauzl';
import type { DocumentLimits } from '../../document/limits.js';
import { overLimit, unreadable } from '../../document/unreadable.js';
import type { ZipContainer } from '../../document/zip-container.js';
import { loadOptionalDependency } from '../optional-dependency.js';

type ZipLimits = Pick<DocumentLimits, 'maxExpandedBytes' | 'maxExpansionRatio' | 'maxZipEntries'>;

const FEATURE = 'reading DOCX, XLSX and ODS';

/** Small parts of equal bytes pack very well without being bombs. */
const RATIO_COUNTS_FROM = 1024 * 1024;

const broken = (cause: unknown) => unreadable('broken', `is a damaged zip container: ${(cause as Error).message}`, {}, cause);

async function listEntries(zip: ZipFile, { maxZipEntries }: ZipLimits): Promise<readonly Entry[]> {
  if (zip.entryCount > maxZipEntries) throw overLimit('maxZipEntries', maxZipEntries, zip.entryCount, `has ${zip.entryCount} parts`);
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (cause) => reject(broken(cause)));
    zip.readEntry();
  });
}

/**
 * Opens a zip container. Sizes are checked against the limits as they are claimed, before anything is expanded, and yauzl stops at the first
 * byte over a claim.
 */
export async function openZip(bytes: Uint8Array, limits: ZipLimits): Promise<ZipContainer> {
  const { fromBufferPromise } = await loadOptionalDependency('yauzl', FEATURE, () => import('yauzl'));
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
    lazyEntries: true,
    autoClose: false,
  }).catch((cause: unknown) => {
    throw broken(cause);
  });
  const listed = await listEntries(zip, limits);
  checkClaims(listed, limits);
  const entries = new Map(listed.map((entry) => [entry.fileName, entry]));
  return { names: [...entries.keys()], read: (name) => expand(zip, entries.get(name), name) };
}

function checkClaims(entries: readonly Entry[], { maxExpandedBytes, maxExpansionRatio }: ZipLimits): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > maxExpandedBytes) throw overLimit('maxExpandedBytes', maxExpandedBytes, total, `expands to ${total} bytes`);
  for (const { fileName, compressedSize, uncompressedSize } of entries) {
    const ratio = Math.ceil(uncompressedSize / Math.max(compressedSize, 1));
    if (uncompressedSize >= RATIO_COUNTS_FROM && ratio > maxExpansionRatio)
      throw overLimit('maxExpansionRatio', maxExpansionRatio, ratio, `holds ${fileName}, which expands ${ratio} times`);
  }
  if (entries.some((entry) => entry.isEncrypted()))
    throw unreadable('encrypted', 'is encrypted: open it with its password and save it without');
}

async function expand(zip: ZipFile, entry: Entry | undefined, name: string): Promise<Uint8Array> {
  if (!entry) throw unreadable('broken', `lacks its part ${name}`);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (cause) {
    throw broken(cause);
  }
}

/** Packs parts into a zip container without compressing them, for parsers that open containers themselves. */
export async function packZip(parts: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const { zipSync } = await loadOptionalDependency('fflate', FEATURE, () => import('fflate'));
  return zipSync(parts, { level: 0 });
}
