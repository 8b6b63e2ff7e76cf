import type { Extraction } from '@maaza/core';
import { drawData } from './data-table.js';
import { explain } from './explanation.js';
import { toSafeJson } from './safe-text.js';

/** `json` is one line, `pretty` is indented JSON (with `--explain` a listing), `table` has borders. */
export const outputFormats = ['json', 'pretty', 'table'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** What `maaza extract` prints to stdout, without the last line break. */
export function renderExtraction(extraction: Extraction, format: OutputFormat, explained: boolean): string {
  switch (format) {
    case 'json':
      return toSafeJson(explained ? extraction : extraction.data);
    case 'pretty':
      return explained ? explain(extraction, 'plain') : toSafeJson(extraction.data, 2);
    case 'table':
      return explained ? explain(extraction, 'bordered') : drawData(extraction.data);
  }
}
