import { createReadStream } from 'node:fs';
import { readLines } from '../input/read-lines.js';
import type { OutputFormat } from './output-format.js';
import { type Result, statusOfResult } from './result.js';

/** One JSON object per line: `id`, `valid`, `data`, `errors`, or `id` and `error`. */
export const jsonLinesFormat: OutputFormat = {
  head: '',
  encode: (result) => `${JSON.stringify(result)}\n`,
  async *readBack(path) {
    for await (const line of readLines(createReadStream(path)))
      yield { text: `${line}\n`, status: statusOfResult(JSON.parse(String(line)) as Result) };
  },
};
