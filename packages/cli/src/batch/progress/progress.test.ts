import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSink } from '../../../test/support/run-in-process.js';
import { formatDuration, startProgress } from './progress.js';
import { writeSummary } from './summary.js';
import { addOutcome, startTally } from './tally.js';

const extraction = (given: object) => ({
  extraction: { valid: true, cached: false, usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0, modelCalls: 3 }, ...given } as never,
});
const failure = { failure: { code: 'timeout', message: '' } };
const counts = { valid: 10, invalid: 0, failed: 0 };

describe('a tally', () => {
  it('counts what came of each row', () => {
    let tally = startTally(100, 10, counts);
    for (const outcome of [extraction({}), extraction({ valid: false }), extraction({ cached: true, usage: { modelCalls: 0 } }), failure])
      tally = addOutcome(tally, outcome);
    expect(tally).toEqual({ total: 100, resumed: 10, done: 14, valid: 12, invalid: 1, failed: 1, cached: 1, modelCalls: 6 });
  });
});

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const now = () => Date.now();
  const first = startTally(100, 10, counts);

  it('is one line of JSON a minute where there is no terminal, and none after the end', () => {
    const { stream, text } = createSink();
    const progress = startProgress(first, { stderr: stream, env: {} }, { asJson: false, isQuiet: false, now });
    vi.advanceTimersByTime(59_999);
    expect(text()).toBe('');
    progress.update({ ...first, done: 40, valid: 39, invalid: 1 });
    vi.advanceTimersByTime(1);
    expect(JSON.parse(text())).toEqual({ progress: { ...first, done: 40, valid: 39, invalid: 1, rowsPerSecond: 0.5, secondsLeft: 120 } });
    vi.advanceTimersByTime(60_000);
    expect(text().trimEnd().split('\n')).toHaveLength(2);
    progress.stop();
    vi.advanceTimersByTime(600_000);
    expect(text().trimEnd().split('\n')).toHaveLength(2);
  });

  it('is a bar with rate, time left and counts on a terminal', () => {
    const { stream, text } = createSink(true);
    const terminal = Object.assign(stream, {
      columns: 200,
      rows: 30,
      cursorTo: () => true,
      clearLine: () => true,
      clearScreenDown: () => true,
      moveCursor: () => true,
    });
    const progress = startProgress(first, { stderr: terminal, env: {} }, { asJson: false, isQuiet: false, now });
    vi.advanceTimersByTime(10_000);
    progress.update({ ...first, done: 30, valid: 28, invalid: 2, failed: 3, cached: 4 });
    vi.advanceTimersByTime(1000);
    progress.stop();
    expect(text()).toContain('30/100  2.0 rows/s  35 s left  valid 28  invalid 2  failed 3  cached 4');
  });

  it('is nothing with --quiet', () => {
    const { stream, text } = createSink();
    const progress = startProgress(first, { stderr: stream, env: {} }, { asJson: false, isQuiet: true, now });
    progress.update(first);
    vi.advanceTimersByTime(600_000);
    progress.stop();
    expect(text()).toBe('');
  });

  it.each<[number | undefined, string]>([
    [undefined, '?'],
    [0.2, '1 s'],
    [59.5, '1 min 0 s'],
    [61, '1 min 1 s'],
    [3600, '1 h 0 min'],
    [100_000, '27 h 46 min'],
  ])('%s seconds read %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });
});

describe('the summary', () => {
  const facts = {
    tally: { ...startTally(5, 2, { valid: 3, invalid: 1, failed: 1 }), done: 5, cached: 2 },
    elapsedMs: 1500,
    out: '/x/out.jsonl',
    errors: '/x/errors.jsonl',
  };

  it('is for people on a terminal and JSON elsewhere', () => {
    const terminal = createSink(true);
    writeSummary(facts, { stderr: terminal.stream }, { asJson: false });
    expect(terminal.text()).toBe(
      '5 rows (2 of them before) in 2 s: 3 valid, 1 invalid, 1 failed, 2 from the cache\nresults: /x/out.jsonl\nfailures: /x/errors.jsonl\n',
    );
    const pipe = createSink();
    writeSummary(facts, { stderr: pipe.stream }, { asJson: false });
    expect(JSON.parse(pipe.text())).toMatchObject({
      summary: { done: 5, resumed: 2, seconds: 1.5, rowsPerSecond: 2, out: '/x/out.jsonl' },
    });
  });
});
