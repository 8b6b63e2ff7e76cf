import type { RowStatus } from '../journal/records.js';
import type { Outcome } from '../output/result.js';

/** What has happened so far. */
export interface Tally {
  readonly total: number;
  /** rows done by earlier runs of the same batch */
  readonly resumed: number;
  readonly done: number;
  readonly valid: number;
  readonly invalid: number;
  readonly failed: number;
  /** of the rows of this run: answered by the cache */
  readonly cached: number;
  /** of the rows of this run: forward passes of the model */
  readonly modelCalls: number;
}

export const startTally = (total: number, resumed: number, counts: Readonly<Record<RowStatus, number>>): Tally => ({
  total,
  resumed,
  done: resumed,
  ...counts,
  cached: 0,
  modelCalls: 0,
});

export const statusOf = ({ extraction, failure }: Outcome): RowStatus =>
  failure !== undefined ? 'failed' : extraction!.valid ? 'valid' : 'invalid';

/** A row that an earlier run has done, of which the failed ones are done again. */
export const addKept = (tally: Tally, status: RowStatus): Tally => ({
  ...tally,
  resumed: tally.resumed + 1,
  done: tally.done + 1,
  [status]: tally[status] + 1,
});

export function addOutcome(tally: Tally, outcome: Outcome): Tally {
  const status = statusOf(outcome);
  return {
    ...tally,
    done: tally.done + 1,
    [status]: tally[status] + 1,
    cached: tally.cached + (outcome.extraction?.cached ? 1 : 0),
    modelCalls: tally.modelCalls + (outcome.extraction?.usage.modelCalls ?? 0),
  };
}
