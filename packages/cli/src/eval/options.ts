import type { GlobalOptions } from '../commands/options.js';

/** `json` holds every figure, `table` is for a terminal, `markdown` a document. */
export const evaluationFormats = ['json', 'table', 'markdown'] as const;
export type EvaluationFormat = (typeof evaluationFormats)[number];

/** What `maaza eval` was asked to do. */
export interface EvalOptions extends GlobalOptions {
  readonly engine: string;
  readonly model?: string;
  readonly logprobs?: boolean;
  readonly limit: number;
  readonly sample?: number;
  readonly seed: number;
  /** precision to find a threshold for */
  readonly operatingPoint?: number;
  /** milliseconds for one item */
  readonly timeout: number;
  readonly concurrency: number;
  readonly minProbability?: number;
  readonly referenceDate?: string;
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd';
  readonly decimalMark?: '.' | ',';
  /** file with rules that the answers to all items are held to */
  readonly rules?: string;
  readonly required?: 'verify' | 'trust';
  readonly verbatim: boolean;
  readonly normalise: boolean;
  readonly output?: EvaluationFormat;
  readonly out?: string;
  readonly html?: string;
  /** file for one line of JSON an item */
  readonly items?: string;
}
