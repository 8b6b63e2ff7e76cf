import type { DocumentType } from './types.js';

/** Kinds that are told by their first bytes. `zip` and `ole` are containers, looked into further. */
export type Container = 'zip' | 'ole';
export type UnsupportedKind =
  | 'RTF'
  | 'GIF'
  | 'BMP'
  | 'HEIC or AVIF'
  | 'gzip'
  | '7z'
  | 'RAR'
  | 'PostScript'
  | 'an executable'
  | 'audio or video';

export type BinaryKind =
  | { readonly type: Extract<DocumentType, 'pdf' | 'png' | 'jpeg' | 'webp' | 'tiff'> }
  | { readonly container: Container }
  | { readonly unsupported: UnsupportedKind };

const latin1 = (bytes: Uint8Array, start: number, end: number) => Buffer.from(bytes.subarray(Math.max(start, 0), end)).toString('latin1');

const signatures: readonly (readonly [RegExp, BinaryKind])[] = [
  [/^\x89PNG\r\n\x1a\n/, { type: 'png' }],
  [/^\xff\xd8\xff/, { type: 'jpeg' }],
  [/^RIFF.{4}WEBP/s, { type: 'webp' }],
  [/^(?:II[\x2a\x2b]\0|MM\0[\x2a\x2b])/, { type: 'tiff' }],
  [/^PK(?:\x03\x04|\x05\x06|\x07\x08)/, { container: 'zip' }],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, { container: 'ole' }],
  [/^\{\\rtf/, { unsupported: 'RTF' }],
  [/^GIF8[79]a/, { unsupported: 'GIF' }],
  [/^BM.{4}\0\0\0\0/s, { unsupported: 'BMP' }],
  [/^.{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif)/s, { unsupported: 'HEIC or AVIF' }],
  [/^(?:.{4}ftyp|RIFF.{4}(?:WAVE|AVI )|ID3[\x02-\x04]|OggS\0|fLaC\0|\x1aE\xdf\xa3)/s, { unsupported: 'audio or video' }],
  [/^\x1f\x8b/, { unsupported: 'gzip' }],
  [/^7z\xbc\xaf\x27\x1c/, { unsupported: '7z' }],
  [/^Rar!\x1a\x07/, { unsupported: 'RAR' }],
  [/^%!PS/, { unsupported: 'PostScript' }],
  [/^(?:\x7fELF|MZ.{0,56}\0\0|\xcf\xfa\xed\xfe)/s, { unsupported: 'an executable' }],
];

/** Tells binary kinds by their first bytes; nothing for what may be text. Up to 1,024 bytes of something else may stand before a PDF. */
export function detectBinary(bytes: Uint8Array): BinaryKind | undefined {
  const start = latin1(bytes, 0, 64);
  const found = signatures.find(([pattern]) => pattern.test(start));
  if (found) return found[1];
  if (/^\s*%PDF-\d/.test(start)) return { type: 'pdf' };
  // With an end as well, so that a text about PDF is none.
  const isLatePdf = /%PDF-\d\.\d\s/.test(latin1(bytes, 0, 1024)) && latin1(bytes, bytes.length - 1024, bytes.length).includes('%%EOF');
  return isLatePdf ? { type: 'pdf' } : undefined;
}

/** How much of a text its kind is judged by, in UTF-16 units. */
const LOOKED_AT = 65_536;
/** The signs of Markdown are looked for with patterns that may look at everything from every place. */
const MARKDOWN_LOOKED_AT = 4096;

/** Declarations and comments may stand before the first element. */
function isHtml(text: string): boolean {
  let rest = text.trimStart();
  while (rest.startsWith('<?') || rest.startsWith('<!--')) {
    const end = rest.startsWith('<?') ? '>' : '-->';
    const at = rest.indexOf(end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
  return /^<(?:!doctype\s+html|html|head|body)\b/i.test(rest);
}

const HEADER_LINE = /^([A-Za-z][A-Za-z0-9-]*):[ \t]?.*(?:\r?\n[ \t].*)*\r?\n/;
/** A letter may begin with From, To and Subject; these only programs write. */
const MAIL_HEADERS = new Set(['mime-version', 'message-id', 'received', 'return-path', 'delivered-to', 'dkim-signature']);

function isMail(text: string): boolean {
  const names = new Set<string>();
  let at = /^From \S+.*\n/.exec(text)?.[0].length ?? 0;
  for (;;) {
    const line = HEADER_LINE.exec(text.slice(at, at + 8192));
    if (!line) break;
    names.add(line[1]!.toLowerCase());
    at += line[0].length;
  }
  const isEnd = /^\r?\n/.test(text.slice(at, at + 2)) || at >= text.length;
  return (
    isEnd && [...names].some((name) => MAIL_HEADERS.has(name)) && ['from', 'date', 'subject', 'received'].some((name) => names.has(name))
  );
}

function isJson(text: string): boolean {
  const trimmed = text.trim();
  if (!/^(?:\{.*\}|\[.*\])$/s.test(trimmed)) return false;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}

/** Cells of a row; quoted ones may hold the delimiter. */
const countCells = (line: string, delimiter: string) => line.replaceAll(/"[^"]*"/g, '').split(delimiter).length;

function isCsv(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .slice(0, 50)
    .filter((line) => line !== '');
  if (text.length > LOOKED_AT) lines.pop();
  if (lines.length < 2) return false;
  return [',', ';', '\t', '|'].some((delimiter) => {
    const cells = countCells(lines[0]!, delimiter);
    // Prose with one comma in each of two lines is no table: ask for more lines where there are few columns.
    return cells > 1 && (cells > 2 || lines.length > 2) && lines.every((line) => countCells(line, delimiter) === cells);
  });
}

const MARKDOWN_SIGNS = [
  /^#{1,6} \S/m,
  /^\s*[-*+] \S.*\n\s*[-*+] \S/m,
  /\[[^\]\n]+\]\([^)\n]+\)/,
  /^```/m,
  /^\|.*\|\s*\n\|[ :|-]+\|/m,
  /\*\*\S[^*\n]*\*\*/,
];

/** Tells kinds of text by what is in them. Only `html` and `eml` are read in another way than plain text. */
export function detectTextType(text: string): Extract<DocumentType, 'text' | 'html' | 'eml' | 'json' | 'csv' | 'markdown'> {
  const start = text.slice(0, LOOKED_AT);
  if (isHtml(start)) return 'html';
  if (isMail(start)) return 'eml';
  if (isJson(text)) return 'json';
  const signs = MARKDOWN_SIGNS.filter((sign) => sign.test(start.slice(0, MARKDOWN_LOOKED_AT))).length;
  if (signs >= 2) return 'markdown';
  if (isCsv(start)) return 'csv';
  return signs === 1 && /^#{1,6} \S/.test(start) ? 'markdown' : 'text';
}
