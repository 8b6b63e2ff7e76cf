import type { OutputFormat } from './output-format.js';

/** One JSON object per line: `id`, `valid`, `data`, `errors`, or `id` and `error`. */
export const jsonLinesFormat: OutputFormat = {
  head: '',
  encode: (result) => `${JSON.stringify(result)}\n`,
};
