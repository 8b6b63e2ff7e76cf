import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchTurns } from './turns.js';

it('a turn that holds the event loop is seen, and one that waits is not', async () => {
  const held = await watchTurns(async () => {
    await sleep(5);
    const until = performance.now() + 60;
    while (performance.now() < until);
    await sleep(5);
  });
  expect(held.own.max).toBeGreaterThanOrEqual(55);
  expect(held.all.max).toBeGreaterThanOrEqual(50);
  const waiting = await watchTurns(() => sleep(60));
  expect(waiting.own.max).toBeLessThan(held.own.max);
  expect(waiting.turns).toBeGreaterThan(1);
});
