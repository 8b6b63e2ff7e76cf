import { expect, it } from 'vitest';
import { EngineProcess } from './engine-process.js';
import { listEngines } from './engines.js';
import { makeTasks } from './tasks.js';

const ours = listEngines()[0]!;
const options = { threads: 1, timeoutMs: 100_000, maxOutputTokens: 256 };
const [task] = makeTasks({ folder: undefined, limit: 1, receipts: 1, seed: 7 });
const timeout = 120_000;

it('extracts in a process of its own, and tells what that took', { timeout }, async () => {
  const engine = new EngineProcess(ours, options);
  const answer = await engine.extract(task!);
  expect(answer).toMatchObject({ type: 'answer', truncated: false, data: { shop: (task!.expected as { shop: string }).shop } });
  if (answer.type !== 'answer') return;
  expect(answer.ms).toBeLessThan(engine.ageMs);
  expect(answer.modelRuns).toBeGreaterThan(0);
  expect(answer.runtimeMs).toBeLessThan(answer.ms);
  const many = await engine.extractMany([task!.text, task!.text], task!.schema, 2);
  expect(many).toMatchObject({ results: [answer.data, answer.data] });
  const refused = await engine.extract({ ...task!, schema: { $ref: 'https://example.org/elsewhere.json' } });
  expect(refused).toMatchObject({ type: 'refused', reason: expect.stringContaining('unsupported_schema') });
  const use = await engine.close();
  // The weights alone are larger.
  expect(use!.peakRssBytes).toBeGreaterThan(100 * 2 ** 20);
});

it('answers for a process that cannot start, and again when asked again', { timeout }, async () => {
  const engine = new EngineProcess({ ...ours, options: { embedded: { modelDirectory: '/no/such/folder' } } }, options);
  for (let at = 0; at < 2; at++) {
    const { type, reason } = (await engine.extract(task!)) as { type: string; reason: string };
    expect(type).toBe('failed');
    expect(reason).toContain('exit code 1');
  }
  expect(await engine.close()).toBeUndefined();
});

it('ends an engine that does not answer in time', { timeout }, async () => {
  const engine = new EngineProcess(ours, { ...options, timeoutMs: 1 });
  expect(await engine.extract(task!)).toMatchObject({ type: 'failed', reason: 'no answer in 0.001 s' });
  expect(await engine.extract(task!)).toMatchObject({ type: 'failed', reason: 'no answer in 0.001 s' });
});
