import { addTallies, emptyTally, fieldF1, inventionRate, isExact, valueF1 } from '@maaza/core/evaluation';
import type { Answer } from './engine-process.js';
import type { EngineRecord, TaskRecord, ThroughputRecord } from './measure.js';
import { bootstrap, type Interval, mean, median, type Pair, quantile, ratioOfMedians } from './statistics.js';

type Answered = TaskRecord & { readonly answer: Answer };

export const isAnswered = (task: TaskRecord): task is Answered => task.ms.length > 0;

/** One engine in figures. Times in milliseconds; a task's time is the median of its repeats. */
export interface EngineSummary {
  readonly answered: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly cpuMs: number;
  readonly startMs: number;
  readonly peakRssBytes: number | undefined;
  /** means per extraction */
  readonly modelRuns: number;
  readonly outputTokens: number;
  /** share of the time outside of the model runtime, where it can be told */
  readonly ownShare: number | undefined;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export function summarize({ tasks, startMs, use }: EngineRecord): EngineSummary {
  const answered = tasks.filter(isAnswered);
  const times = answered.map(({ ms }) => median(ms));
  return {
    answered: answered.length,
    medianMs: median(times),
    p95Ms: quantile(times, 0.95),
    cpuMs: median(answered.map(({ answer }) => answer.cpuMs)),
    startMs: median(startMs),
    peakRssBytes: use?.peakRssBytes,
    modelRuns: mean(answered.map(({ answer }) => answer.modelRuns)),
    outputTokens: mean(answered.map(({ answer }) => answer.outputTokens)),
    ownShare:
      answered.length > 0 && answered.every(({ answer }) => answer.runtimeMs !== undefined)
        ? 1 - sum(answered.map(({ answer }) => answer.runtimeMs!)) / sum(answered.map(({ answer }) => answer.ms))
        : undefined,
  };
}

/** Tasks that both answered. */
export function pairUp(a: EngineRecord, b: EngineRecord): (readonly [Answered, Answered])[] {
  return a.tasks.flatMap((task, at) => {
    const other = b.tasks[at]!;
    return isAnswered(task) && isAnswered(other) ? [[task, other] as const] : [];
  });
}

export interface Ratio extends Interval {
  /** the least and the most that a single repeat gave */
  readonly leastRepeat: number;
  readonly mostRepeat: number;
  readonly tasks: number;
}

/** How many times longer `other` takes: the ratio of the medians over the tasks that both answered. */
export function compareSpeed(other: EngineRecord, ours: EngineRecord): Ratio {
  const pairs = pairUp(other, ours);
  const times = pairs.map(([a, b]): Pair => [median(a.ms), median(b.ms)]);
  const repeats = Math.min(...pairs.flatMap(([a, b]) => [a.ms.length, b.ms.length]));
  const byRepeat = Number.isFinite(repeats)
    ? Array.from({ length: repeats }, (_, at) => ratioOfMedians(pairs.map(([a, b]): Pair => [a.ms[at]!, b.ms[at]!])))
    : [];
  return {
    ...bootstrap(times, ratioOfMedians),
    leastRepeat: Math.min(...byRepeat),
    mostRepeat: Math.max(...byRepeat),
    tasks: pairs.length,
  };
}

/** Share of the runs that are saved against one for each output token, which is what a decoder needs that takes one token after the other. */
export function savedRunsPerToken(ours: EngineRecord): Interval {
  const runs = ours.tasks.filter(isAnswered).map(({ answer }): Pair => [answer.outputTokens, answer.modelRuns]);
  return bootstrap(runs, (pairs) => 1 - sum(pairs.map(([, b]) => b)) / sum(pairs.map(([a]) => a)));
}

export function countSame(other: EngineRecord, ours: EngineRecord): { readonly same: number; readonly of: number } {
  const pairs = pairUp(other, ours);
  return { same: pairs.filter(([a, b]) => a.verdict?.fingerprint === b.verdict?.fingerprint).length, of: pairs.length };
}

/** How good the answers are, over the tasks that were answered. */
export interface Quality {
  readonly leafF1: number;
  readonly valueF1: number;
  readonly exact: number;
  readonly invented: number;
  readonly fits: Readonly<Record<'valid' | 'incomplete' | 'invalid' | 'unreadable', number>>;
  readonly truncated: number;
  readonly refused: number;
  readonly failed: number;
}

export function judgeQuality({ tasks }: EngineRecord): Quality {
  const verdicts = tasks.flatMap(({ verdict }) => (verdict ? [verdict] : []));
  const ofVerdicts = (rate: number) => (verdicts.length === 0 ? Number.NaN : rate);
  const tally = verdicts.reduce((total, verdict) => addTallies(total, verdict.tally), emptyTally);
  const countFit = (fit: (typeof verdicts)[number]['fit']) => verdicts.filter((verdict) => verdict.fit === fit).length;
  return {
    leafF1: ofVerdicts(fieldF1(tally)),
    valueF1: ofVerdicts(valueF1(tally)),
    exact: verdicts.filter((verdict) => isExact(verdict.tally)).length / verdicts.length,
    invented: ofVerdicts(inventionRate(tally) ?? 0),
    fits: {
      valid: countFit('valid'),
      incomplete: countFit('incomplete'),
      invalid: countFit('invalid'),
      unreadable: countFit('unreadable'),
    },
    truncated: tasks.filter((task) => isAnswered(task) && task.answer.truncated).length,
    refused: tasks.filter(({ answer }) => answer.type === 'refused').length,
    failed: tasks.filter(({ answer }) => answer.type === 'failed').length,
  };
}

/** How many times the texts of a group are done in the time of one by one. */
export function compareThroughput(records: readonly ThroughputRecord[]): Interval {
  const pairs = records.map(({ oneByOneMs, togetherMs }): Pair => [median(oneByOneMs), median(togetherMs)]);
  return bootstrap(pairs, (drawn) => sum(drawn.map(([a]) => a)) / sum(drawn.map(([, b]) => b)));
}
