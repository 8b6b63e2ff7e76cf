import { describe, expect, it } from 'vitest';
import type { KvCache, LanguageModelRun } from './language-model.js';
import { RunBatcher } from './run-batcher.js';

/** A run of so many tokens that carries its caller's name. */
const runOf = (name: number, tokens = 1): LanguageModelRun => ({
  cache: {} as KvCache,
  position: name,
  tokenIds: Array<number>(tokens).fill(7),
  logitIndexes: [],
});

/** Answers each run with its caller's name, and remembers who shared a pass. */
function recorder(limits = { maxRuns: 4, maxTokens: 100 }) {
  const passes: number[][] = [];
  const batcher = new RunBatcher(async (runs) => {
    passes.push(runs.map(({ position }) => position));
    if (runs.some(({ position }) => position < 0)) throw new Error('failed');
    return runs.map(({ position }) => Float32Array.of(position));
  }, limits);
  return { batcher, passes };
}

async function callAgainAndAgain(batcher: RunBatcher, name: number, times: number): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < times; i++) answers.push((await batcher.run(runOf(name)))[0]!);
  return answers;
}

describe('runs of several callers', () => {
  it('share passes, and each caller gets its own answer', async () => {
    const { batcher, passes } = recorder();
    const answers = await Promise.all([1, 2, 3].map((name) => callAgainAndAgain(batcher, name, 5 - name)));
    expect(answers).toEqual([
      [1, 1, 1, 1],
      [2, 2, 2],
      [3, 3],
    ]);
    expect(passes).toEqual([[1, 2, 3], [1, 2, 3], [1, 2], [1]]);
  });

  it('wait for the next pass where a pass is full of runs or of tokens, first come first served', async () => {
    const { batcher, passes } = recorder({ maxRuns: 2, maxTokens: 10 });
    await Promise.all([runOf(1, 4), runOf(2, 4), runOf(3, 30), runOf(4, 1), runOf(5, 1)].map((run) => batcher.run(run)));
    expect(passes).toEqual([[1, 2], [3], [4, 5]]);
  });

  it('fail together with their pass, and the next ones are served', async () => {
    const { batcher } = recorder();
    const outcomes = await Promise.allSettled([batcher.run(runOf(1)), batcher.run(runOf(-1))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await callAgainAndAgain(batcher, 2, 2)).toEqual([2, 2]);
  });

  it('are all done when the batcher says that it is idle', async () => {
    const { batcher } = recorder();
    let done = 0;
    for (const name of [1, 2]) void callAgainAndAgain(batcher, name, 6).then(() => done++);
    await batcher.idle();
    expect(done).toBe(2);
  });
});
