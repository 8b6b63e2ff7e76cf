import type { CliContext } from '../../context.js';
import { toSafeText } from '../../output/safe-text.js';
import { formatDuration, rateOf } from './progress.js';
import type { Tally } from './tally.js';

export interface SummaryFacts {
  readonly tally: Tally;
  readonly elapsedMs: number;
  readonly out: string;
  /** the file of failures, where one was asked for */
  readonly errors?: string;
}

/** The last word of a run, for people on a terminal and as a line of JSON elsewhere. */
export function writeSummary(facts: SummaryFacts, { stderr }: Pick<CliContext, 'stderr'>, { asJson }: { readonly asJson: boolean }): void {
  stderr.write(stderr.isTTY && !asJson ? `${forPeople(facts)}\n` : `${JSON.stringify({ summary: asRecord(facts) })}\n`);
}

function asRecord({ tally, elapsedMs, out, errors }: SummaryFacts) {
  const { total, ...counts } = tally;
  return {
    total,
    ...counts,
    seconds: Math.round(elapsedMs) / 1000,
    rowsPerSecond: Math.round(rateOf(tally, elapsedMs) * 10) / 10,
    out,
    ...(errors === undefined ? {} : { errors }),
  };
}

function forPeople({ tally, elapsedMs, out, errors }: SummaryFacts): string {
  const { done, resumed, valid, invalid, failed, cached } = tally;
  const before = resumed > 0 ? ` (${resumed} of them before)` : '';
  const lines = [
    `${done} rows${before} in ${formatDuration(elapsedMs / 1000)}: ${valid} valid, ${invalid} invalid, ${failed} failed, ${cached} from the cache`,
    `results: ${toSafeText(out)}`,
  ];
  if (errors !== undefined && failed > 0) lines.push(`failures: ${toSafeText(errors)}`);
  return lines.join('\n');
}
