import type { Extraction, PartialExtraction } from '@maaza/core';
import type { CliContext } from '../context.js';
import { drawData } from './data-table.js';
import type { OutputFormat } from './render-extraction.js';
import { toSafeJson } from './safe-text.js';
import { startProgress } from './spinner.js';

/** What is shown while an extraction goes on. */
export interface PartsView {
  /** More of the data is final. */
  readonly show: (part: PartialExtraction) => void;
  /** Takes away what stands on the terminal for the time being; lines of data stay. May be called twice. */
  readonly stop: () => void;
}

interface PartsViewOptions {
  /** nothing but data and errors is written */
  readonly isQuiet: boolean;
}

/** The spinner and the line behind the view. */
const OWN_ROWS = 2;
const ROWS_OF_UNKNOWN_TERMINAL = 24;

/**
 * Turns a spinner until the first part comes. With `json`, parts are lines of JSON on stdout; else they are a view on the terminal of stderr that grows under
 * the spinner, and nothing where stderr is no terminal.
 */
export function startPartsView(
  format: OutputFormat,
  context: Pick<CliContext, 'stdout' | 'stderr' | 'env'>,
  { isQuiet }: PartsViewOptions,
): PartsView {
  const spinner = isQuiet ? { setText: () => {}, stop: () => {} } : startProgress('extracting', context);
  if (format === 'json') {
    const show = ({ data, closed }: PartialExtraction) => {
      // Both may be the same terminal.
      spinner.stop();
      context.stdout.write(`${toSafeJson({ final: false, data, closed })}\n`);
    };
    return { show, stop: spinner.stop };
  }
  const draw = format === 'table' ? drawData : (data: unknown) => toSafeJson(data, 2);
  const { rows = ROWS_OF_UNKNOWN_TERMINAL } = context.stderr;
  const show = ({ data }: PartialExtraction) => spinner.setText(`extracting\n${lastLines(draw(data), rows - OWN_ROWS)}`);
  return { show, stop: spinner.stop };
}

/** The last line of JSON, which is all of the result. */
export const renderFinalLine = (extraction: Extraction, explained: boolean): string =>
  toSafeJson({ final: true, ...(explained ? extraction : { data: extraction.data }) });

/** What comes is what is new: of a view that is too high, the end is shown. */
const lastLines = (text: string, count: number) => text.split('\n').slice(-Math.max(count, 1)).join('\n');
