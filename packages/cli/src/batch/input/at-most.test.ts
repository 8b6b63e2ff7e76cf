import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { atMost } from './at-most.js';

it('never lets more than the limit work at once, lets all of them in their order, and passes on results and failures', async () => {
  const limited = atMost(3);
  const started: number[] = [];
  let [running, most] = [0, 0];
  const work = (number: number) => async () => {
    started.push(number);
    most = Math.max(most, ++running);
    await sleep(number % 4);
    running--;
    if (number === 5) throw new Error('five');
    return number;
  };
  const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, number) => limited(work(number))));
  expect(most).toBe(3);
  expect(started).toEqual(Array.from({ length: 20 }, (_, number) => number));
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'failed')).filter((value) => value === 'failed')).toHaveLength(1);
});
