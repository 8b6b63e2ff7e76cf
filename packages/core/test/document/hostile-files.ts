import { crc32, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';

/** Files that ask for more than they are worth. Made here, so that none of them lies about in the repository. */

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const CONTENT_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
};

function officeFile(type: keyof typeof CONTENT_TYPES, parts: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const main = type === 'docx' ? 'word/document.xml' : 'xl/workbook.xml';
  const relation = `<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${main}"/>`;
  return zipSync({
    '[Content_Types].xml': ascii(`<Types><Override PartName="/${main}" ContentType="${CONTENT_TYPES[type]}"/></Types>`),
    '_rels/.rels': ascii(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation}</Relationships>`),
    ...parts,
  });
}

export const wordFile = (document: string | Uint8Array): Uint8Array =>
  officeFile('docx', { 'word/document.xml': typeof document === 'string' ? ascii(document) : document });

/** A part of blanks that packs a thousand times smaller. */
export const zipBomb = (megabytes: number): Uint8Array => wordFile(new Uint8Array(megabytes * 1024 * 1024).fill(0x20));

/** The same, but its directory claims that it is small. */
export function lyingZipBomb(megabytes: number): Uint8Array {
  const bytes = Buffer.from(zipBomb(megabytes));
  const claim = Buffer.alloc(4);
  claim.writeUInt32LE(megabytes * 1024 * 1024);
  for (let at = bytes.indexOf(claim); at >= 0; at = bytes.indexOf(claim, at + 1)) bytes.writeUInt32LE(4096, at);
  return bytes;
}

/** Many entries of the directory that all lead to the same data. */
export function overlappingZip(entries: number): Uint8Array {
  const one = Buffer.from(zipSync({ 'word/document.xml': new Uint8Array(1_000_000).map((_, at) => at * at) }));
  const directoryAt = one.readUInt32LE(one.length - 6);
  const entry = one.subarray(directoryAt, one.length - 22);
  const directory = Buffer.concat(Array.from({ length: entries }, () => entry));
  const end = Buffer.from(one.subarray(one.length - 22));
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directory.length, 12);
  return Buffer.concat([one.subarray(0, directoryAt), directory, end]);
}

const ENTITIES = Array.from({ length: 10 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join('');
export const entityBomb = `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "boom">${ENTITIES}]><w:document><w:body>&e10;</w:body></w:document>`;

/** One workbook of two cells: the first one, and the last one that a sheet has room for. */
export function sparseWorkbook(): Uint8Array {
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return officeFile('xlsx', {
    'xl/workbook.xml': ascii(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': ascii(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': ascii(
      `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>`,
    ),
  });
}

/** A PDF of numbered objects, with its table of places. */
export function pdfOf(objects: readonly string[]): Uint8Array {
  const chunks = ['%PDF-1.4\n'];
  let length = chunks[0]!.length;
  const places = objects.map((object, index) => {
    const place = length;
    const text = `${index + 1} 0 obj\n${object}\nendobj\n`;
    chunks.push(text);
    length += text.length;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  chunks.push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`);
  chunks.push(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`);
  return ascii(chunks.join(''));
}

export function pdfOfPages(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ');
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>';
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`,
    ...Array<string>(count).fill(page),
  ]);
}

/** A page tree whose second page is the tree itself. */
export const cyclicPdf = (): Uint8Array =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 2 /Kids [3 0 R 2 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
  ]);

/** A page that draws nothing but blanks, packed a thousand times smaller. */
export function pdfStreamBomb(megabytes: number): Uint8Array {
  const packed = deflateSync(Buffer.alloc(megabytes * 1024 * 1024, ' ')).toString('latin1');
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>',
    `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed}\nendstream`,
  ]);
}

/** A page as large as a PDF can say, with nothing on it. */
export const hugePagePdf = (): Uint8Array =>
  pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 14400 14400] >>',
  ]);

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([ascii(type), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** A gray PNG of the claimed size. */
export function png(width: number, height: number, pixels: Uint8Array = new Uint8Array(64)): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const start = ascii('\x89PNG\r\n\x1a\n');
  return Buffer.concat([start, pngChunk('IHDR', head), pngChunk('IDAT', deflateSync(pixels)), pngChunk('IEND', new Uint8Array())]);
}

/** Gray noise, on which there is much to look at and nothing to read. */
export function noisePng(width: number, height: number): Uint8Array {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  };
  // Each row begins with the number of its filter.
  return png(
    width,
    height,
    Uint8Array.from({ length: height * (width + 1) }, (_, at) => (at % (width + 1) === 0 ? 0 : random())),
  );
}

/** A mail in a mail in a mail; as near to a mail that holds itself as a file of finite length comes. */
export function nestedMail(depth: number): Uint8Array {
  let mail = 'From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: innermost\r\n\r\nthe end\r\n';
  for (let level = 0; level < depth; level++)
    mail = `From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: ${level}\r\nContent-Type: message/rfc822\r\n\r\n${mail}`;
  return ascii(mail);
}

export function mailOfParts(count: number): Uint8Array {
  const part = '--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\na\r\n';
  return ascii(`From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${part.repeat(count)}--x--\r\n`);
}

/** Parts in parts. */
export function nestedParts(depth: number): Uint8Array {
  const open = Array.from({ length: depth }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`).join(
    '',
  );
  return ascii(`From: a@b.example\r\nMIME-Version: 1.0\r\n${open}Content-Type: text/plain\r\n\r\nthe end\r\n`);
}

export const deepPage = (depth: number): Uint8Array =>
  ascii(`<!doctype html><html><body>${'<div>'.repeat(depth)}Order 1${'</div>'.repeat(depth)}`);
