import { describe, expect, it } from 'vitest';
import { createSink } from '../../test/support/run-in-process.js';
import { startProgress, startSpinner } from './spinner.js';

/** What a terminal stream has beyond a writable one. */
const terminalParts = { columns: 80, clearLine: () => true, cursorTo: () => true, moveCursor: () => true };
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 300));

async function spinFor(isTTY: boolean, env: Record<string, string>, columns = 80): Promise<string> {
  const sink = createSink(isTTY);
  const stop = startSpinner('extracting', { stderr: Object.assign(sink.stream, terminalParts, { columns }), env });
  await aMoment();
  stop();
  return sink.text();
}

describe('startSpinner', () => {
  it('turns on a terminal', async () => {
    expect(await spinFor(true, {})).toContain('extracting');
  });

  it('writes nothing to a pipe, in CI, or to a dumb terminal', async () => {
    expect(await Promise.all([spinFor(false, {}), spinFor(true, { CI: '1' }), spinFor(true, { TERM: 'dumb' })])).toEqual(['', '', '']);
  });

  it('does not run away on a terminal of unknown width', async () => {
    expect(await spinFor(true, {}, 0)).toBe('');
  });

  it('writes nothing where it is stopped before it has started', async () => {
    const sink = createSink(true);
    startSpinner('extracting', { stderr: Object.assign(sink.stream, terminalParts), env: {} })();
    await aMoment();
    expect(sink.text()).toBe('');
  });

  it('shows a text that changes while work goes on, also one that came before it was loaded', async () => {
    const sink = createSink(true);
    const progress = startProgress('set 0/2', { stderr: Object.assign(sink.stream, terminalParts), env: {} });
    progress.setText('set 1/2');
    await aMoment();
    progress.setText('set 2/2');
    await aMoment();
    progress.stop();
    expect(sink.text()).not.toContain('set 0/2');
    expect(sink.text()).toMatch(/set 1\/2[\s\S]*set 2\/2/);
  });
});
