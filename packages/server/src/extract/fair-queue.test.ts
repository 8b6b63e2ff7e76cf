import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

const signal = new AbortController().signal;
const live = { isSheddable: false };
const test = { isSheddable: true };

/** Jobs that end when they are told to. */
function jobs(queue: FairQueue) {
  const order: string[] = [];
  const enders: (() => void)[] = [];
  const add = (lane: string, options = live, abort: AbortSignal = signal) => {
    const ticket = queue.admit(lane, options);
    return ticket.run(() => {
      order.push(lane);
      return new Promise<void>((resolve) => enders.push(resolve));
    }, abort);
  };
  const endOne = async () => {
    await new Promise(setImmediate);
    enders.shift()!();
    await new Promise(setImmediate);
  };
  return { order, add, endOne };
}

describe('FairQueue', () => {
  it('lets lanes take turns, whatever each of them sends', async () => {
    const queue = new FairQueue({ slots: 1, size: 20 });
    const { order, add, endOne } = jobs(queue);
    const all = ['a', 'a', 'a', 'a', 'b', 'b', 'c'].map((lane) => add(lane));
    for (let i = 0; i < all.length; i++) await endOne();
    await Promise.all(all);
    expect(order.join('')).toBe('aabcaba');
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  it('refuses what is too much with Retry-After, and leaves places to other lanes', () => {
    const queue = new FairQueue({ slots: 1, size: 4 });
    const { add } = jobs(queue);
    for (let i = 0; i < 4; i++) add('a').catch(() => {});
    expect(() => queue.admit('a', live)).toThrow(expect.objectContaining({ code: 'overloaded', retryAfterSeconds: expect.any(Number) }));
    expect(() => queue.admit('b', live)).not.toThrow();
  });

  it('sends a waiting test job away for a live one, and never the other way round', async () => {
    const queue = new FairQueue({ slots: 1, size: 2 });
    const { add } = jobs(queue);
    void add('a');
    const shed = add('t', test);
    void add('b');
    expect(() => queue.admit('u', test)).toThrow(expect.objectContaining({ code: 'overloaded' }));
    void add('c');
    await expect(shed).rejects.toMatchObject({ code: 'overloaded' });
    expect(queue.waiting).toBe(2);
  });

  it('takes the youngest job of the lane that holds most for a lane that holds less', async () => {
    const queue = new FairQueue({ slots: 1, size: 8 });
    const { add } = jobs(queue);
    void add('x');
    const many = Array.from({ length: 5 }, () => add('a'));
    many.slice(0, 4).forEach((job) => void job.catch(() => {}));
    for (const lane of ['b', 'b', 'b']) void add(lane);
    void add('c');
    await expect(many[4]).rejects.toMatchObject({ code: 'overloaded' });
  });

  it('gives places back: unused, aborted, failed', async () => {
    const queue = new FairQueue({ slots: 1, size: 0 });
    const ticket = queue.admit('a', live);
    ticket.release();
    ticket.release();
    const abort = new AbortController();
    abort.abort(new Error('gone'));
    await expect(queue.admit('a', live).run(async () => 1, abort.signal)).rejects.toThrow('gone');
    await expect(queue.admit('a', live).run(() => Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
    expect(await queue.admit('a', live).run(async () => 2, signal)).toBe(2);
  });

  it('forgets a job that is aborted while it waits', async () => {
    const queue = new FairQueue({ slots: 1, size: 5 });
    const { order, add, endOne } = jobs(queue);
    const first = add('a');
    const abort = new AbortController();
    const waiting = add('b', live, abort.signal);
    abort.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await endOne();
    await first;
    expect(order).toEqual(['a']);
  });
});
