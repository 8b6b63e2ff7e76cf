import { emptyTally } from '@maaza/core/evaluation';
import { expect, it } from 'vitest';
import type { Answer, NoAnswer } from './engine-process.js';
import type { EngineSpec } from './engines.js';
import { goalsOf } from './goals.js';
import type { EngineRecord, TaskRecord } from './measure.js';
import { renderPlot } from './plot.js';
import { type Comparison, renderReport } from './report.js';
import { compareSpeed, countSame, savedRunsPerToken, summarize } from './summary.js';

const spec = (name: string, kind: EngineSpec['kind']): EngineSpec => ({ name, kind, worker: 'maaza', options: {}, needs: [] });

function task(id: string, ms: readonly number[], answer: Partial<Answer> = {}, fingerprint = 'same'): TaskRecord {
  const given: Answer = {
    type: 'answer',
    ms: ms[0]!,
    cpuMs: 2 * ms[0]!,
    promptTokens: 50,
    outputTokens: 20,
    modelRuns: 20,
    truncated: false,
    dropped: [],
    ...answer,
  };
  return { set: 'a', id, ms, answer: given, verdict: { fit: 'valid', tally: { ...emptyTally, valueHits: 1 }, fingerprint } };
}

const refused: NoAnswer = { type: 'refused', ms: 1, reason: 'keyword not' };
const noAnswer = (id: string): TaskRecord => ({ set: 'a', id, ms: [], answer: refused, verdict: undefined });

const record = (name: string, kind: EngineSpec['kind'], tasks: readonly TaskRecord[]): EngineRecord => ({
  spec: spec(name, kind),
  startMs: [900, 1000, 1100],
  tasks,
  use: { peakRssBytes: 400 * 2 ** 20, cpuMs: 1 },
});

const ours = record('Maaza', 'ours', [
  task('1', [100, 110, 90], { modelRuns: 5, runtimeMs: 95 }),
  task('2', [200, 190, 210], { modelRuns: 5, runtimeMs: 190 }),
  task('3', [300, 300, 300], { modelRuns: 5, runtimeMs: 285 }),
]);
const llama = record('llama.cpp, same weights, Q8_0', 'peer', [
  task('1', [400, 400, 400], { dropped: ['pattern'] }),
  task('2', [800, 800, 800]),
  noAnswer('3'),
]);
const withoutDrafts = record('Maaza without drafts', 'variant', [
  task('1', [400, 400, 400]),
  task('2', [800, 800, 800]),
  task('3', [900, 900, 900]),
]);

const comparison: Comparison = {
  date: '2025-01-01T00:00:00.000Z',
  node: '20.19.0',
  loadAtStart: 0,
  loadAtEnd: 1,
  threads: 2,
  repeats: 3,
  maxOutputTokens: 512,
  records: [ours, withoutDrafts, llama],
  throughput: {
    records: [{ name: 'g', texts: 8, oneByOneMs: [800, 820, 780], togetherMs: [200, 210, 190], different: 0 }],
    use: undefined,
  },
};

it('holds engines against ours only on tasks that both answered', () => {
  const ratio = compareSpeed(llama, ours);
  expect(ratio.tasks).toBe(2);
  expect(ratio.value).toBeCloseTo(600 / 150);
  expect(ratio.leastRepeat).toBeCloseTo(600 / 150);
  expect(summarize(llama).answered).toBe(2);
});

it('takes the median of the repeats of a task', () => {
  expect(summarize(ours).medianMs).toBe(200);
  expect(summarize(ours).startMs).toBe(1000);
});

it('counts the time outside of the runtime as our own', () => {
  expect(summarize(ours).ownShare).toBeCloseTo(0.05);
  expect(summarize(llama).ownShare).toBeUndefined();
});

it('says whether each goal is met, by what was measured', () => {
  expect(savedRunsPerToken(ours).value).toBeCloseTo(0.75);
  expect(goalsOf(comparison).map(({ isMet }) => isMet)).toEqual([true, undefined, true, true, true]);
  const slower = {
    ...comparison,
    records: [ours, record('llama.cpp, same weights, Q8_0', 'peer', [task('1', [250, 250, 250]), ...ours.tasks.slice(1)])],
  };
  expect(goalsOf(slower)[0]!.isMet).toBe(false);
});

it('does not call fewer runs a success where an answer differs', () => {
  const other = record('Maaza without drafts', 'variant', [task('1', [400], {}, 'other'), ...withoutDrafts.tasks.slice(1)]);
  expect(countSame(other, ours)).toEqual({ same: 2, of: 3 });
  expect(goalsOf({ ...comparison, records: [ours, other] })[2]!.isMet).toBe(false);
});

it('reports every engine, and what it refused or did not know', () => {
  const text = renderReport(comparison);
  for (const { spec: named } of comparison.records) expect(text).toContain(`| ${named.name} |`);
  expect(text).toContain('refused: keyword not (1 task)');
  expect(text).toContain('does not know `pattern` (1 task)');
});

it('reports a comparison in which an engine answered nothing', () => {
  const silent = record('Transformers.js', 'peer', [noAnswer('1'), noAnswer('2'), noAnswer('3')]);
  const text = renderReport({ ...comparison, records: [ours, silent], throughput: undefined });
  expect(text).toContain('| Transformers.js | 0 | – |');
  expect(text).not.toContain('NaN');
});

it('draws a bar for each engine with a time, escaped', () => {
  const svg = renderPlot([
    { label: 'Maaza', isOurs: true, medianMs: 100, p95Ms: 9000 },
    { label: 'a < b & "c"', isOurs: false, medianMs: 400, p95Ms: 800 },
    { label: 'silent', isOurs: false, medianMs: Number.NaN, p95Ms: Number.NaN },
  ]);
  const widths = [...svg.matchAll(/<rect class="(?:ours|peer)" [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  expect(widths).toHaveLength(2);
  expect(widths[1]! / widths[0]!).toBeCloseTo(4, 1);
  // The long whisker is cut, and so is nothing outside of the picture.
  const [, width] = /viewBox="0 0 (\d+)/.exec(svg)!;
  const ends = [...svg.matchAll(/H([\d.]+)/g)].map(([, x]) => Number(x));
  expect(Math.max(...ends)).toBeLessThan(Number(width));
  expect(svg).toContain('a &#60; b &#38; &#34;c&#34;');
  expect(svg).not.toContain('NaN');
});
