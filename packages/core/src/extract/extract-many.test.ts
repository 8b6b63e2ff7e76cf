import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors/index.js';
import { mapConcurrently } from './extract-many.js';
import type { Extraction, TextInput } from './types.js';

/** Answers each text with itself. */
const echo = async (text: TextInput) => ({ data: text }) as Extraction;

async function* numbers(count: number, onDraw: (at: number) => unknown = () => {}) {
  for (let at = 0; at < count; at++) {
    await onDraw(at);
    yield String(at);
  }
}

describe('many texts at once', () => {
  it('give their results in input order, whichever is done first', async () => {
    const work = async (text: TextInput) => {
      await sleep(text === '0' ? 40 : Number(text) % 7);
      return echo(text);
    };
    const found: unknown[] = [];
    for await (const { index, extraction } of mapConcurrently(numbers(30), work, 6, undefined)) found.push([index, extraction?.data]);
    expect(found).toEqual(Array.from({ length: 30 }, (_, at) => [at, String(at)]));
  });

  it('are drawn only when there is room, however slowly results are taken', async () => {
    let [drawn, taken, most] = [0, 0, 0];
    const count = (at: number) => {
      drawn = at + 1;
      most = Math.max(most, drawn - taken);
    };
    for await (const _ of mapConcurrently(numbers(60, count), echo, 5, undefined)) {
      taken++;
      await sleep(1);
    }
    expect(taken).toBe(60);
    // Those under way, and the one that is being taken.
    expect(most).toBeLessThanOrEqual(6);
  });

  it('do not hold a finished result back while the next text is slow to come', async () => {
    let give = () => {};
    const slow = (at: number) => (at === 1 ? new Promise<void>((resolve) => (give = resolve)) : undefined);
    const results = mapConcurrently(numbers(3, slow), echo, 8, undefined);
    expect((await results.next()).value).toMatchObject({ index: 0 });
    give();
    expect((await results.next()).value).toMatchObject({ index: 1 });
    expect((await results.next()).value).toMatchObject({ index: 2 });
    expect(await results.next()).toMatchObject({ done: true });
  });

  it('end at once where the consumer stops while a text is awaited, and work on nothing that comes later', async () => {
    let give = () => {};
    let isClosed = false;
    const worked: TextInput[] = [];
    async function* source() {
      try {
        yield* numbers(3, (at) => (at === 1 ? new Promise<void>((resolve) => (give = resolve)) : undefined));
      } finally {
        isClosed = true;
      }
    }
    const work = (text: TextInput) => {
      worked.push(text);
      return echo(text);
    };
    for await (const _ of mapConcurrently(source(), work, 4, undefined)) break;
    give();
    await sleep(5);
    expect({ worked, isClosed }).toEqual({ worked: ['0'], isClosed: true });
  });

  it('give an item with the error of a text that fails, and go on', async () => {
    const work = async (text: TextInput) => {
      if (text === '1') throw new ModelError('extraction_failed', 'no');
      if (text === '2') throw new Error('unexpected');
      return echo(text);
    };
    const codes: unknown[] = [];
    for await (const { error } of mapConcurrently(numbers(4), work, 2, undefined)) codes.push(error?.code);
    expect(codes).toEqual([undefined, 'extraction_failed', 'extraction_failed', undefined]);
  });

  it('pass on a failure of their source', async () => {
    const run = async () => {
      const source = numbers(3, (at) => (at === 2 ? Promise.reject(new Error('unreadable')) : undefined));
      for await (const _ of mapConcurrently(source, echo, 2, undefined));
    };
    await expect(run()).rejects.toThrow('unreadable');
  });

  it('stop between two results when the signal aborts', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const run = async () => {
      for await (const { index } of mapConcurrently(numbers(10), echo, 2, abort.signal)) {
        seen.push(index);
        if (index === 3) abort.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});
