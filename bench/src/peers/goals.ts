import { decimals, percent, withInterval } from './format.js';
import type { EngineRecord } from './measure.js';
import type { Comparison } from './report.js';
import type { Interval } from './statistics.js';
import { compareSpeed, compareThroughput, countSame, savedRunsPerToken, summarize } from './summary.js';

export interface Goal {
  readonly goal: string;
  readonly measured: string;
  /** undefined where it was not measured */
  readonly isMet: boolean | undefined;
}

const FASTER_THAN_LLAMA = 3;
const FASTER_THAN_TRANSFORMERS = 10;
const SAVED_RUNS = 0.7;
const THROUGHPUT = 3;
const OWN_SHARE = 0.1;

const times = (interval: Interval) => withInterval(interval, (value) => decimals(value, 2));
const share = (interval: Interval) => withInterval(interval, (value) => percent(value, 0));

const notMeasured = (goal: string): Goal => ({ goal, measured: '–', isMet: undefined });

function speedGoal(peer: EngineRecord | undefined, ours: EngineRecord, least: number, name: string): Goal {
  const goal = `median at least ${least} times faster than ${name}`;
  if (!peer) return notMeasured(goal);
  const ratio = compareSpeed(peer, ours);
  return { goal, measured: times(ratio), isMet: Number.isNaN(ratio.value) ? undefined : ratio.value >= least };
}

/** Fewer runs count only where drafts change no answer. */
function runsGoal(records: readonly EngineRecord[]): Goal {
  const goal = `at least ${100 * SAVED_RUNS} % fewer model runs than one for each token, same answers`;
  const ours = records[0]!;
  const saved = savedRunsPerToken(ours);
  const plain = records.find(({ spec }) => spec.kind === 'variant' && spec.name.includes('without drafts'));
  if (!plain) return { goal, measured: share(saved), isMet: saved.value >= SAVED_RUNS };
  const { same, of } = countSame(plain, ours);
  return { goal, measured: `${share(saved)}; ${same} of ${of} answers as without drafts`, isMet: saved.value >= SAVED_RUNS && same === of };
}

/** The goals that were set before anything was measured, beside what was measured. */
export function goalsOf({ records, throughput }: Comparison): Goal[] {
  const ours = records[0]!;
  const peer = (...words: string[]) => records.find(({ spec }) => spec.kind === 'peer' && words.every((word) => spec.name.includes(word)));
  const { ownShare } = summarize(ours);
  const throughputGoal = `\`extractMany\` of many texts at least ${THROUGHPUT} times the throughput of one at a time`;
  const many = throughput && throughput.records.length > 0 ? compareThroughput(throughput.records) : undefined;
  const ownGoal = `at most ${100 * OWN_SHARE} % of the time in our own JavaScript`;
  return [
    speedGoal(peer('llama.cpp', 'Q8_0'), ours, FASTER_THAN_LLAMA, 'llama.cpp on the same weights (Q8_0)'),
    speedGoal(peer('Transformers.js'), ours, FASTER_THAN_TRANSFORMERS, 'Transformers.js on the same weights'),
    runsGoal(records),
    many ? { goal: throughputGoal, measured: times(many), isMet: many.value >= THROUGHPUT } : notMeasured(throughputGoal),
    ownShare === undefined ? notMeasured(ownGoal) : { goal: ownGoal, measured: percent(ownShare), isMet: ownShare <= OWN_SHARE },
  ];
}
