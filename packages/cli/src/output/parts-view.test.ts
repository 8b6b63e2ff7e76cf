import { describe, expect, it, vi } from 'vitest';
import { createSink } from '../../test/support/run-in-process.js';
import { startPartsView } from './parts-view.js';

const terminalParts = { columns: 80, rows: 8, clearLine: () => true, cursorTo: () => true, moveCursor: () => true };
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 300));

function open(format: 'json' | 'pretty' | 'table', { isTTY = false, isQuiet = false } = {}) {
  const [stdout, stderr] = [createSink(), createSink(isTTY)];
  const context = { stdout: stdout.stream, stderr: Object.assign(stderr.stream, terminalParts), env: {} };
  return { view: startPartsView(format, context, { isQuiet }), stdout, stderr };
}

describe('startPartsView', () => {
  it('writes a line of safe JSON for each part', () => {
    const { view, stdout, stderr } = open('json');
    view.show({ data: { a: 'x\u001b[2J' }, closed: ['/a'] });
    view.show({ data: { a: 'x\u001b[2J', b: 1 }, closed: ['/b'] });
    view.stop();
    expect(stdout.text()).toBe(
      '{"final":false,"data":{"a":"x\\u001b[2J"},"closed":["/a"]}\n{"final":false,"data":{"a":"x\\u001b[2J","b":1},"closed":["/b"]}\n',
    );
    expect(stderr.text()).toBe('');
  });

  it.each([
    ['pretty', /"name": "soap"/],
    ['table', /│ name +│ soap +│/],
  ] as const)('shows %s data on a terminal as far as it is known, and nothing on stdout', async (format, row) => {
    const { view, stdout, stderr } = open(format, { isTTY: true });
    view.show({ data: { name: 'soap' }, closed: ['/name'] });
    await vi.waitFor(() => expect(stderr.text()).toMatch(row), 20_000);
    view.stop();
    view.stop();
    expect(stdout.text()).toBe('');
  });

  it('shows the end of what is higher than the terminal', async () => {
    const { view, stderr } = open('pretty', { isTTY: true });
    view.show({ data: { tags: Array.from({ length: 40 }, (_, i) => `tag ${i}`) }, closed: [] });
    await vi.waitFor(() => expect(stderr.text()).toContain('"tag 39"'), 20_000);
    view.stop();
    expect(stderr.text()).not.toContain('"tag 30"');
  });

  it.each([{ isTTY: false }, { isTTY: true, isQuiet: true }])('shows nothing with %j', async (options) => {
    const { view, stdout, stderr } = open('pretty', options);
    view.show({ data: { name: 'soap' }, closed: ['/name'] });
    await aMoment();
    view.stop();
    expect([stdout.text(), stderr.text()]).toEqual(['', '']);
  });
});
