import { toSafeJson } from '../output/safe-text.js';
import type { Evaluated } from './evaluate-files.js';

/** One line of JSON for each item: what came back, and how every leaf of it was judged. */
export const renderItems = (evaluated: readonly Evaluated[]): string =>
  evaluated
    .flatMap(({ report, items }) =>
      items.map(({ judged, outcome }) => {
        const { id, status, reasons, tally, verdicts, latencyMs } = judged;
        const { data, fields } = outcome.extraction ?? {};
        return `${toSafeJson({ set: report.name, id, status, reasons, tally, verdicts, data, fields, latencyMs })}\n`;
      }),
    )
    .join('');
