import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { extractInOrder } from './extract-in-order.js';
import type { Row } from './input/rows.js';
import type { Outcome } from './output/result.js';

const row = (id: number): Row => ({ id, fingerprint: '', loadText: async () => '' });
const failure: Outcome = { failure: { code: 'x', message: '' } };
async function* rowsTo(count: number, onDraw: (id: number) => unknown = () => {}) {
  for (let id = 1; id <= count; id++) {
    await onDraw(id);
    yield row(id);
  }
}

describe('extractInOrder', () => {
  it('gives rows in input order, whichever is done first', async () => {
    const ids: unknown[] = [];
    const work = async ({ id }: Row) => {
      await sleep(id === 1 ? 40 : Number(id) % 7);
      return failure;
    };
    for await (const done of extractInOrder(rowsTo(30), work, 6)) ids.push(done.row.id);
    expect(ids).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });

  it('draws no row before there is room for it, however slowly results are taken', async () => {
    let [drawn, taken, most] = [0, 0, 0];
    const count = (id: number) => {
      drawn = id;
      most = Math.max(most, drawn - taken);
    };
    for await (const _ of extractInOrder(rowsTo(60, count), async () => failure, 5)) {
      taken++;
      await sleep(1);
    }
    expect(taken).toBe(60);
    // The window, and the row that is being written.
    expect(most).toBeLessThanOrEqual(6);
  });

  it('does not hold a finished row back while the next one is slow to come', async () => {
    let give = () => {};
    const slow = (id: number) => (id === 2 ? new Promise<void>((resolve) => (give = resolve)) : undefined);
    const results = extractInOrder(rowsTo(3, slow), async () => failure, 8);
    expect((await results.next()).value).toMatchObject({ row: { id: 1 } });
    give();
    expect((await results.next()).value).toMatchObject({ row: { id: 2 } });
    expect((await results.next()).value).toMatchObject({ row: { id: 3 } });
    expect(await results.next()).toMatchObject({ done: true });
  });

  it('passes on what cannot be gone on from, and closes the input', async () => {
    let isClosed = false;
    async function* rows() {
      try {
        yield* rowsTo(100);
      } finally {
        isClosed = true;
      }
    }
    const work = async ({ id }: Row) => {
      if (id === 5) throw new Error('fatal');
      return failure;
    };
    const seen: unknown[] = [];
    const run = async () => {
      for await (const done of extractInOrder(rows(), work, 3)) seen.push(done.row.id);
    };
    await expect(run()).rejects.toThrow('fatal');
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(isClosed).toBe(true);
  });

  it('passes on a failure of the input', async () => {
    const run = async () => {
      const rows = rowsTo(3, (id) => (id === 3 ? Promise.reject(new Error('unreadable')) : undefined));
      for await (const _ of extractInOrder(rows, async () => failure, 2));
    };
    await expect(run()).rejects.toThrow('unreadable');
  });
});
