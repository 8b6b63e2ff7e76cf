import { AbortedError, MaazaError } from '../errors/index.js';
import type { Extraction, JsonSchema } from '../extract/types.js';
import { type JudgedItem, judgeItem } from './judge-item.js';
import { createReport, type EvaluationReport, type ReportOptions } from './report.js';
import type { EvaluationItem, Outcome } from './types.js';

/** The part of an extractor that is evaluated. */
export interface Extracts {
  readonly modelId: string;
  extract(text: string, schema: JsonSchema, options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number }): Promise<Extraction>;
}

export interface EvaluateOptions extends Omit<ReportOptions, 'model' | 'name'> {
  /** @default 'evaluation' */
  readonly name?: string;
  /** for one item. @default none */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onItem?: (judged: JudgedItem, outcome: Outcome) => void;
}

/** An error as an outcome; aborting is none: the caller wants no result then. */
export function toFailedOutcome(cause: unknown): Outcome {
  if (MaazaError.isInstance(cause)) {
    const origin = cause.cause instanceof Error ? ` (${cause.cause.message})` : '';
    return { error: { code: cause.code, message: `${cause.message}${origin}` } };
  }
  return { error: { code: 'extraction_failed', message: cause instanceof Error ? cause.message : String(cause) } };
}

/**
 * Extracts every item of a set, one after the other, and scores what comes back. An item that fails counts as an answer that says
 * nothing, and the run goes on.
 * @throws {AbortedError} `aborted`
 */
export async function evaluate(
  extractor: Extracts,
  items: readonly EvaluationItem[],
  options: EvaluateOptions = {},
): Promise<EvaluationReport> {
  const { name = 'evaluation', timeoutMs, signal, onItem, ...rest } = options;
  const judged: JudgedItem[] = [];
  for (const item of items) {
    if (signal?.aborted) throw new AbortedError('aborted', 'the evaluation was aborted', { cause: signal.reason });
    const outcome = await extractor.extract(item.text, item.schema, { signal, timeoutMs }).then(
      (extraction): Outcome => ({ extraction }),
      (cause: unknown) => {
        if (signal?.aborted) throw cause;
        return toFailedOutcome(cause);
      },
    );
    const result = judgeItem(item, outcome);
    judged.push(result);
    onItem?.(result, outcome);
  }
  return createReport(judged, { ...rest, name, model: extractor.modelId });
}
