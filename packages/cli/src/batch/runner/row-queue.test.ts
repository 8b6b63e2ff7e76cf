import { describe, expect, it } from 'vitest';
import { RowQueue } from './row-queue.js';

const take = async (queue: RowQueue, pauseMs = 20) => {
  const taken: number[] = [];
  const texts: string[] = [];
  for await (const text of queue.burst(taken, pauseMs)) texts.push(text);
  return { taken, texts };
};

describe('RowQueue', () => {
  it('gives what waits, in order, and ends after a pause', async () => {
    const queue = new RowQueue();
    queue.push({ row: 4, text: 'a' });
    queue.push({ row: 9, text: 'b' });
    expect(await take(queue)).toEqual({ taken: [4, 9], texts: ['a', 'b'] });
  });

  it('gives what comes within the pause', async () => {
    const queue = new RowQueue();
    setTimeout(() => queue.push({ row: 1, text: 'late' }), 10);
    expect(await take(queue, 5000 / 10)).toEqual({ taken: [1], texts: ['late'] });
  });

  it('keeps what comes after the end for the next burst', async () => {
    const queue = new RowQueue();
    await take(queue, 1);
    const waiting = queue.waitForRow();
    queue.push({ row: 1, text: 'next' });
    await waiting;
    expect(await take(queue)).toMatchObject({ texts: ['next'] });
  });
});
