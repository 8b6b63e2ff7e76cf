import { describe, expect, it } from 'vitest';
import type { InputSource, RawRow } from './raw-row.js';
import { type Selection, selectRows } from './rows.js';
import { surveyInputs } from './survey.js';

const signal = new AbortController().signal;
const table = (name: string, rows: readonly Partial<RawRow>[]): InputSource => ({
  name,
  async *rows() {
    for (const [at, row] of rows.entries()) yield { place: at + 1, columns: {}, ...row };
  },
});
const selection = (given: Partial<Selection> = {}): Selection => ({ textColumns: [], conditions: [], seed: 0, ...given });

async function read(sources: readonly InputSource[], given: Partial<Selection> = {}) {
  const chosen = selection(given);
  const { matching, total } = await surveyInputs(sources, chosen);
  const rows: (readonly [string | number, string])[] = [];
  for await (const row of selectRows(sources, chosen, matching))
    rows.push([row.id, await row.loadText(signal).catch((error: Error) => `! ${error.message}`)]);
  expect(total).toBe(rows.length);
  return rows;
}

describe('selectRows', () => {
  it('takes id and text from the columns that are called so', async () => {
    expect(await read([table('t', [{ columns: { id: 9, text: 'a', more: 'x' } }])])).toEqual([[9, 'a']]);
  });

  it('takes the only column for the text, and the place for the id', async () => {
    expect(await read([table('t', [{ columns: { body: 'a' } }, { columns: { body: 'b' } }])])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(await read([table('t', [{ columns: { id: 'x', body: 'a' } }])])).toEqual([['x', 'a']]);
  });

  it('asks where several could be the text', async () => {
    await expect(read([table('t', [{ columns: { a: '1', b: '2' } }])])).rejects.toMatchObject({
      code: 'invalid_request',
      details: { columns: ['a', 'b'] },
    });
  });

  it('joins columns, without those that are empty', async () => {
    const rows = [{ columns: { a: 'one', b: 'two' } }, { columns: { a: null, b: 'two' } }, { columns: { a: null, b: null } }];
    expect(await read([table('t', rows)], { textColumns: ['a', 'b'] })).toEqual([
      [1, 'one\ntwo'],
      [2, 'two'],
      [3, '! there is no text in column "a", column "b"'],
    ]);
  });

  it('takes the place where an id is empty, and fails a text that is none', async () => {
    const rows = [{ columns: { id: '', text: 'a' } }, { columns: { id: 'x', text: { deep: 1 } } }, { columns: { text: 5 } }];
    expect(await read([table('t', rows)])).toEqual([
      [1, 'a'],
      ['x', '! column "text" holds no text'],
      [3, '5'],
    ]);
  });

  it('reads inside JSON by pointer', async () => {
    const rows = [{ columns: { meta: { key: 'k1' }, parts: [{ body: 'a' }] } }];
    expect(await read([table('t', rows)], { textColumns: ['/parts/0/body'], idColumn: '/meta/key' })).toEqual([['k1', 'a']]);
  });

  it('refuses a column that a table does not have, whichever it is', async () => {
    const source = table('t', [{ columns: { text: 'a' }, header: ['text'] }]);
    await expect(read([source], { textColumns: ['nope'] })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(read([source], { idColumn: 'nope' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('keeps broken rows whatever the conditions are', async () => {
    const rows: Partial<RawRow>[] = [{ columns: { text: 'a' } }, { problem: { code: 'invalid_request', message: 'broken' } }];
    expect(await read([table('t', rows)], { conditions: [() => false] })).toEqual([[2, '! broken']]);
  });
});

describe('surveyInputs', () => {
  const digest = async (...rows: Partial<RawRow>[]) => (await surveyInputs([table('t', rows)], selection())).inputs[0]!.digest;

  it('tells inputs apart by ids, texts and order, and by nothing else', async () => {
    const first = await digest({ columns: { id: 1, text: 'ab' } }, { columns: { id: 2, text: 'c' } });
    expect(await digest({ columns: { id: 1, text: 'ab', other: 'x' } }, { columns: { id: 2, text: 'c' } })).toBe(first);
    expect(await digest({ columns: { id: 1, text: 'a' } }, { columns: { id: 2, text: 'bc' } })).not.toBe(first);
    expect(await digest({ columns: { id: 2, text: 'c' } }, { columns: { id: 1, text: 'ab' } })).not.toBe(first);
    expect(await digest({ columns: { id: '1', text: 'ab' } }, { columns: { id: 2, text: 'c' } })).not.toBe(first);
  });

  it('reads no further than the limit, where there is no sample', async () => {
    let drawn = 0;
    const endless: InputSource = {
      name: 'endless',
      async *rows() {
        for (;;) yield { place: ++drawn, columns: { text: 'x' } };
      },
    };
    expect(await surveyInputs([endless], selection({ limit: 5 }))).toMatchObject({ matching: 5, total: 5 });
    expect(drawn).toBe(5);
  });
});
