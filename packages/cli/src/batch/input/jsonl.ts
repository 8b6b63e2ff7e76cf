import { MAX_INPUT_BYTES } from '../../input/read-bytes.js';
import type { InputSource, RawRow } from './raw-row.js';
import { readLines } from './read-lines.js';
import { utf8Chunks } from './utf8-chunks.js';

/** A JSON Lines file: an object per line, or a string, which is the text itself. The place of a row is its line. */
export function createJsonLinesSource(name: string, path: string): InputSource {
  return {
    name,
    async *rows() {
      let line = 0;
      for await (const bytes of readLines(utf8Chunks(path), MAX_INPUT_BYTES)) {
        line++;
        const row = readLine(bytes, line);
        if (row !== undefined) yield row;
      }
    },
  };
}

function readLine(bytes: Buffer | undefined, place: number): RawRow | undefined {
  const broken = (message: string): RawRow => ({ place, columns: {}, problem: { code: 'invalid_request', message } });
  if (bytes === undefined)
    return { place, columns: {}, problem: { code: 'text_too_long', message: `longer than ${MAX_INPUT_BYTES} bytes` } };
  let json: string;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return broken('the line is not UTF-8');
  }
  if (json.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return broken('the line is not JSON');
  }
  if (typeof value === 'string') return { place, columns: { text: value } };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return broken('the line is neither a JSON object nor a string');
  return { place, columns: value as Record<string, unknown> };
}
