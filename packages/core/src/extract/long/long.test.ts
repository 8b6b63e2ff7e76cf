import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExtractedField } from '../types.js';
import { type AnswerNode, fromAnswerTree, toAnswerTree } from './answer-tree.js';
import { cutText } from './cut-text.js';
import { joinEchoes } from './echoes.js';
import { isLabelled } from './labels.js';
import { mergeNodes } from './merge-answers.js';

/** one token a character: the strictest case */
const countTokens = (text: string) => [...text].length;
const cut = (text: string, maxTokens: number, overlapTokens: number) => cutText(text, { maxTokens, overlapTokens, countTokens });

describe('cutting a long text', () => {
  it('covers any text, keeps within the limit, and moves on', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '.', '\n', '\r\n', '中'), maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(line, fc.integer({ min: 8, max: 60 }), fc.integer({ min: 0, max: 8 }), async (text, maxTokens, overlap) => {
        const chunks = await cut(text, maxTokens, overlap);
        let covered = 0;
        for (const [i, { start, end }] of chunks.entries()) {
          expect(start).toBeLessThanOrEqual(covered);
          expect(end).toBeGreaterThan(covered);
          if (i > 0) expect(start).toBeGreaterThan(chunks[i - 1]!.start);
          expect(countTokens(text.slice(start, end))).toBeLessThanOrEqual(maxTokens);
          expect(text.slice(start, end)).toBe(text.slice(start, end).toWellFormed());
          covered = end;
        }
        expect(covered).toBe(text.length);
      }),
      { numRuns: 500, examples: [['\r\na\r\n\r\n\r\naa', 8, 5]] },
    );
  });

  it('prefers the end of a paragraph near the limit, and repeats the last lines', async () => {
    const text = `${'a'.repeat(9)}\n${'b'.repeat(9)}\n${'c'.repeat(9)}\n\n${'d'.repeat(9)}\n${'e'.repeat(9)}\n`;
    const chunks = await cut(text, 45, 10);
    expect(chunks.map(({ start, end }) => text.slice(start, end))).toEqual(
      [`${'a'.repeat(9)}\n${'b'.repeat(9)}\n${'c'.repeat(9)}\n\n`, `\n${'d'.repeat(9)}\n${'e'.repeat(9)}\n`].map((_, i) =>
        text.slice(chunks[i]!.start, chunks[i]!.end),
      ),
    );
    expect(chunks).toHaveLength(2);
    expect(text.slice(0, chunks[0]!.end).trimEnd().endsWith('ccc')).toBe(true);
    expect(chunks[1]!.start).toBeLessThan(chunks[0]!.end);
  });

  it('takes work in proportion to the text', async () => {
    let counted = 0;
    const text = 'word '.repeat(20_000);
    await cutText(text, {
      maxTokens: 400,
      overlapTokens: 80,
      countTokens: (part) => {
        counted += part.length;
        return Math.ceil(part.length / 5);
      },
    });
    expect(counted).toBeLessThan(4 * text.length);
  });
});

const field = (value: ExtractedField['value'], probability: number, start?: number, length = 4): ExtractedField =>
  start === undefined
    ? { value, grounded: false, probability, ...(value === null ? { reason: 'absent' as const } : {}) }
    : { value, printed: String(value), start, end: start + length, grounded: true, probability };

describe('merging the answers of chunks', () => {
  const merge = (answers: { data: unknown; fields: Record<string, ExtractedField>; offset: number }[]) =>
    fromAnswerTree(
      mergeNodes(
        answers.map(({ data, fields, offset }) => toAnswerTree({ data, fields }, offset)),
        { mayMix: () => true, isLabelled: () => false },
      ),
    );

  it('takes a value over a null, and moves its place to the whole text', () => {
    const merged = merge([
      { data: { total: null }, fields: { '/total': field(null, 0.9) }, offset: 0 },
      { data: { total: 12.5 }, fields: { '/total': field(12.5, 0.6, 10) }, offset: 1000 },
    ]);
    expect(merged).toEqual({ data: { total: 12.5 }, fields: { '/total': field(12.5, 0.6, 1010) } });
  });

  it('takes the value that several places agree on, but counts one place once', () => {
    const of = (value: string, probability: number, start: number, offset: number) => ({
      data: { city: value },
      fields: { '/city': field(value, probability, start) },
      offset,
    });
    expect(merge([of('Rome', 0.7, 5, 0), of('Oslo', 0.5, 5, 500), of('Oslo', 0.5, 5, 900)]).data).toEqual({ city: 'Oslo' });
    expect(merge([of('Rome', 0.7, 5, 0), of('Oslo', 0.5, 495, 0), of('Oslo', 0.5, 45, 450)]).data).toEqual({ city: 'Rome' });
  });

  it('joins lists, and makes one record of what two chunks saw of it', () => {
    const merged = merge([
      {
        data: { items: [{ name: 'Soap' }, { name: 'Rope' }] },
        fields: { '/items/0/name': field('Soap', 0.9, 10), '/items/1/name': field('Rope', 0.8, 90), '/items/1/price': field(null, 0.6) },
        offset: 0,
      },
      {
        data: {
          items: [
            { name: 'Rope', price: 3 },
            { name: 'Soap', price: 1 },
          ],
        },
        fields: {
          '/items/0/name': field('Rope', 0.9, 10),
          '/items/0/price': field(3, 0.9, 20),
          '/items/1/name': field('Soap', 0.9, 50),
          '/items/1/price': field(1, 0.9, 60),
        },
        offset: 80,
      },
    ]);
    expect(merged.data).toEqual({ items: [{ name: 'Soap' }, { name: 'Rope', price: 3 }, { name: 'Soap', price: 1 }] });
    expect(merged.fields['/items/1/price']).toMatchObject({ start: 100, value: 3 });
    expect(merged.fields['/items/2/name']).toMatchObject({ start: 130 });
  });

  it('takes the value behind its label, however sure others are', () => {
    const text = 'Landlord of the pub\nTenant: Bell\nLandlord: Tamura\nmy landlord - Ives';
    const nodes = ['Bell', 'Tamura'].map((value) => {
      const found = field(value, value === 'Bell' ? 0.9 : 0.4, text.indexOf(value), value.length);
      return toAnswerTree({ data: { landlord: value }, fields: { '/landlord': found } }, 0);
    });
    const rules = { mayMix: () => true, isLabelled: (pointer: string, one: ExtractedField) => isLabelled(text, pointer, one) };
    expect(fromAnswerTree(mergeNodes(nodes, rules)).data).toEqual({ landlord: 'Tamura' });
    const at = (value: string) => field(value, 1, text.indexOf(value), value.length);
    expect(['Tamura', 'Ives', 'Bell', 'of'].map((value) => isLabelled(text, '/landlord', at(value)))).toEqual([true, true, false, true]);
    expect(isLabelled(text, '/landlord', field(3, 1))).toBe(false);
  });

  it('takes a record that the model wrote again for an echo, unless the text has two', () => {
    const leaf: AnswerNode = { kind: 'leaf', field: field('Soap', 0.9, 4), isInData: true };
    const record: AnswerNode = { kind: 'object', members: new Map([['name', leaf]]) };
    const list: AnswerNode = { kind: 'array', items: [record, record] };
    const join = (node: AnswerNode, text: string) => joinEchoes(node, { text, merge: ([first]) => first! });
    expect(join(list, 'one Soap')).toEqual({ kind: 'array', items: [record] });
    expect(join(list, 'one Soap, one Soap')).toEqual(list);
    const scalars: AnswerNode = { kind: 'array', items: [leaf, leaf] };
    expect(join(scalars, 'one Soap')).toEqual(scalars);
  });

  it('joins records with one key, and keeps what is surest of them', () => {
    const text = 'Invoice AB-1 of Bell Ltd. A visitor came.';
    const rules = { mayMix: () => true, isLabelled: () => false };
    const join = (list: string, member: string) => {
      const of = (name: string, probability: number) => ({
        [member]: field('AB-1', 0.9, 8),
        name: field(name, probability, text.indexOf(name), name.length),
      });
      const records = [of('A visitor', 0.3), of('Bell Ltd', 0.6)];
      const fields = Object.fromEntries(
        records.flatMap((record, i) => Object.entries(record).map(([key, value]) => [`/${list}/${i}/${key}`, value])),
      );
      const data = { [list]: records.map((record) => ({ [member]: 'AB-1', name: record.name!.value })) };
      const merge = (nodes: readonly AnswerNode[], pointer: string) => mergeNodes(nodes, rules, pointer);
      return (fromAnswerTree(joinEchoes(toAnswerTree({ data, fields }, 0), { text, merge })).data as Record<string, object[]>)[list];
    };
    expect(join('invoices', 'invoice_no')).toEqual([{ invoice_no: 'AB-1', name: 'Bell Ltd' }]);
    expect(join('entries', 'id')).toEqual([{ id: 'AB-1', name: 'Bell Ltd' }]);
    // Several lines may belong to one invoice.
    expect(join('lines', 'invoice_no')).toHaveLength(2);
    expect(join('invoices', 'customer_no')).toHaveLength(2);
  });

  it('leaves out a record that only repeats a part of another', () => {
    const text = 'AB-1 of Bell Ltd, 3.00 EUR. AC-2 of Bell Ltd';
    const at = (printed: string, from = 0) => field(printed, 0.9, text.indexOf(printed, from), printed.length);
    const records = [
      { amount: at('3.00') },
      { number: at('AB-1'), supplier: at('Bell Ltd'), amount: at('3.00') },
      { supplier: at('Bell Ltd'), amount: at('3.00') },
      { number: at('AC-2'), supplier: at('Bell Ltd', 20) },
      { supplier: at('Bell Ltd', 20), number: at('AB-1') },
      // It may be of a third one.
      { supplier: at('Bell Ltd') },
    ];
    const fields = Object.fromEntries(
      records.flatMap((record, i) => Object.entries(record).map(([key, value]) => [`/items/${i}/${key}`, value])),
    );
    const data = {
      items: records.map((record) => Object.fromEntries(Object.entries(record).map(([key, { value }]) => [key, value]))),
    };
    const joined = joinEchoes(toAnswerTree({ data, fields }, 0), { text, merge: ([first]) => first! });
    expect((fromAnswerTree(joined).data as { items: object[] }).items).toEqual([
      { number: 'AB-1', supplier: 'Bell Ltd', amount: '3.00' },
      { number: 'AC-2', supplier: 'Bell Ltd' },
      { supplier: 'Bell Ltd', number: 'AB-1' },
      { supplier: 'Bell Ltd' },
    ]);
  });

  it('keeps equal items of one chunk apart', () => {
    const fields = { '/tags/0': field('red', 0.9, 0), '/tags/1': field('red', 0.9, 0) };
    expect(merge([{ data: { tags: ['red', 'red'] }, fields, offset: 0 }]).data).toEqual({ tags: ['red', 'red'] });
  });

  it('takes a record whole where its members depend on each other', () => {
    const one = (data: object, probability: number) => ({
      data,
      fields: Object.fromEntries(Object.entries(data).map(([key, value]) => [`/${key}`, field(value as string, probability, 3)])),
    });
    const nodes = [one({ card: '4711' }, 0.9), one({ iban: 'DE02' }, 0.6)].map((answer) => toAnswerTree(answer, 0));
    expect(fromAnswerTree(mergeNodes(nodes, { mayMix: () => false, isLabelled: () => false })).data).toEqual({ card: '4711' });
  });

  it('leaves out what every chunk left out, with its reason', () => {
    const merged = merge([
      { data: {}, fields: { '/pin': field(null, 0.9) }, offset: 0 },
      { data: {}, fields: { '/pin': field(null, 0.7) }, offset: 10 },
    ]);
    expect(merged).toEqual({ data: {}, fields: { '/pin': field(null, 0.7) } });
  });

  it('gives an answer back as it was, whatever it is', () => {
    const answer = { data: { 'a/b': { '~': [] }, n: 1 }, fields: { '/n': field(1, 0.5, 3) } };
    expect(fromAnswerTree(toAnswerTree(answer, 0))).toEqual(answer);
  });
});
