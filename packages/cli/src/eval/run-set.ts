import { type EvaluationItem, type JudgedItem, judgeItem, type Outcome } from '@maaza/core/evaluation';
import { abortedError, CliError } from '../errors/cli-error.js';
import type { Session } from '../runner/open-session.js';
import type { SessionRequest } from '../runner/session-messages.js';

/** An item with what came back for it and how that was judged. */
export interface RunItem {
  readonly item: EvaluationItem;
  readonly outcome: Outcome;
  readonly judged: JudgedItem;
}

/** What goes wrong with the first item in this way goes wrong with all. */
const HOPELESS: ReadonlySet<string> = new Set(['engine_unavailable', 'invalid_request']);

interface RunSetOptions {
  readonly request: Omit<SessionRequest, 'text' | 'schema'>;
  /** items under way at once */
  readonly concurrency: number;
  readonly onItem: () => void;
  readonly signal: AbortSignal;
}

/**
 * Extracts every item of a set and judges what comes back, in the order of the set.
 * @throws {CliError} `aborted`; `engine_unavailable` where a remote engine answers not even once; `invalid_request` where the options are wrong
 */
export async function runSet(session: Session, items: readonly EvaluationItem[], options: RunSetOptions): Promise<RunItem[]> {
  const { request, concurrency, onItem, signal } = options;
  const results = new Array<RunItem>(items.length);
  let next = 0;
  let hasAnswer = false;
  const work = async () => {
    while (next < items.length) {
      const at = next++;
      const item = items[at]!;
      const outcome = await session.extract({ ...request, text: item.text, schema: item.schema }).then(
        (extraction): Outcome => ({ extraction }),
        (error: unknown): Outcome => {
          const isHopeless = error instanceof CliError && HOPELESS.has(error.code) && !hasAnswer;
          if (signal.aborted || isHopeless) throw error;
          return { error: describe(error) };
        },
      );
      if (signal.aborted) throw abortedError();
      hasAnswer ||= outcome.extraction !== undefined;
      results[at] = { item, outcome, judged: judgeItem(item, outcome) };
      onItem();
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return results;
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof CliError) return { code: error.code, message: error.message };
  return { code: 'internal_error', message: error instanceof Error ? error.message : String(error) };
}
