import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCsvSource, detectDelimiter } from './csv.js';
import { createJsonLinesSource } from './jsonl.js';
import type { InputSource } from './raw-row.js';
import { readLines } from './read-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'maaza-readers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (content: string | Uint8Array) => {
  const path = join(folder, `file-${Math.random()}`);
  writeFileSync(path, content);
  return path;
};
async function columnsOf(source: InputSource) {
  const rows: unknown[] = [];
  for await (const { columns, problem } of source.rows()) rows.push(problem?.message ?? { ...columns });
  return rows;
}
const csv = (content: string | Uint8Array, delimiter?: string) => columnsOf(createCsvSource('x.csv', write(content), { delimiter }));
const jsonl = (content: string | Uint8Array) => columnsOf(createJsonLinesSource('x.jsonl', write(content)));

describe('CSV', () => {
  it('reads quotes, doubled quotes, delimiters and line breaks in cells, and all kinds of line ends', async () => {
    expect(await csv('id,text\r\n1,"a, ""b""\r\nc"\r\n2,d\n')).toEqual([
      { id: '1', text: 'a, "b"\r\nc' },
      { id: '2', text: 'd' },
    ]);
  });

  it('leaves cells out that a short record lacks, and does not mind long ones', async () => {
    expect(await csv('a,b\n1\n1,2,3\n')).toEqual([
      { a: '1', b: undefined },
      { a: '1', b: '2' },
    ]);
  });

  it('takes the first of two columns with one name, and none that is called like an object method', async () => {
    expect(await csv('a,a,__proto__,toString\n1,2,3,4\n')).toEqual([{ a: '1', ['__proto__']: '3', toString: '4' }]);
  });

  it('reads UTF-16 with a byte order mark', async () => {
    expect(await csv(Buffer.from('\ufefftext\nGrüße 😀\n', 'utf16le'))).toEqual([{ text: 'Grüße 😀' }]);
  });

  it('reads an empty file, and one with a header only, as no rows', async () => {
    expect(await csv('')).toEqual([]);
    expect(await csv('a,b\n')).toEqual([]);
  });

  it.each([
    ['id;message, or not;x\n1,2,3,4,5,6\n', ';'],
    ['a\tb\n', '\t'],
    ['a|b|c\n', '|'],
    ['"x;y;z",b\n', ','],
    ['text\nhello; you; there\n', ','],
    ['\n\na;b\n', ';'],
    ['', ','],
  ])('finds the delimiter in the header of %j', (start, delimiter) => {
    expect(detectDelimiter(start)).toBe(delimiter);
  });

  it('keeps characters whole that stand at the border of two reads', async () => {
    const text = 'é😀'.repeat(100_000);
    expect(await csv(`text\n${text}\n`)).toEqual([{ text }]);
  });
});

describe('JSON lines', () => {
  it('splits at line feeds only, and skips empty lines', async () => {
    expect(await jsonl('{"text":"a\u2028b"}\r\n\n  \n"c"\n{"text":"d"}')).toEqual([{ text: 'a\u2028b' }, { text: 'c' }, { text: 'd' }]);
  });

  it('names what is wrong with a line and goes on', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":\n7\nnull\n"'), Buffer.from([0xff]), Buffer.from('"\n{"text":"x"}\n')]);
    expect(await jsonl(bytes)).toEqual([
      'the line is not JSON',
      'the line is neither a JSON object nor a string',
      'the line is neither a JSON object nor a string',
      'the line is not UTF-8',
      { text: 'x' },
    ]);
  });

  it('does not keep a line that is longer than the limit', async () => {
    async function* chunks() {
      for (let at = 0; at < 1000; at++) yield Buffer.alloc(1000, 'x');
      yield Buffer.from('\nshort\n');
    }
    const lines: (string | undefined)[] = [];
    for await (const line of readLines(chunks(), 5000)) lines.push(line?.toString());
    expect(lines).toEqual([undefined, 'short']);
  });
});
