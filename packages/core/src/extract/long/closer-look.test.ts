import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../errors/index.js';
import type { EngineAnswer, EngineRequest } from '../engine.js';
import type { ExtractedField, JsonValue } from '../types.js';
import { toAnswerTree } from './answer-tree.js';
import { windowOfDoubt } from './doubtful-records.js';
import { type ChunkReader, extractLongText } from './extract-long-text.js';

type Printed = Readonly<Record<string, readonly [printed: string, probability: number]>>;

const find = (text: string, [printed, probability]: readonly [string, number]): ExtractedField => {
  const start = text.indexOf(printed);
  return { value: printed, printed, start, end: start + printed.length, grounded: true, probability };
};

/** An answer with single values and invoices that are printed in a text; what it does not print is absent. */
function answerOf(text: string, single: Printed, invoices: readonly Printed[]): EngineAnswer {
  const fields: Record<string, ExtractedField> = {};
  const read = (values: Printed, path: string) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]): [string, JsonValue] => {
        const isThere = text.includes(value[0]);
        fields[`${path}/${key}`] = isThere ? find(text, value) : { value: null, grounded: false, probability: 0.9, reason: 'absent' };
        return [key, isThere ? value[0] : null];
      }),
    );
  const data = { ...read(single, ''), invoices: invoices.map((invoice, i) => read(invoice, `/invoices/${i}`)) };
  return { data, fields, missing: [], truncated: false, usage: { inputTokens: 1, outputTokens: 1, modelCalls: 1 } };
}

const text = [
  'A visitor asked for more patience.',
  'Invoice AB-17 of Bell Glass Ltd is due in May.',
  'Landlord: Ives Optics SA',
  'The choir met again.',
].join('\n\n');

const schema = {
  type: 'object',
  properties: {
    landlord: { type: 'string' },
    invoices: {
      type: 'array',
      items: { type: 'object', properties: { invoice_no: { type: 'string' }, supplier: { type: 'string' }, due: { type: 'string' } } },
    },
  },
};

/** Reads a text in one chunk; the reader is asked again only for closer looks. */
async function readWith(answer: (part: string) => EngineAnswer, whole = text) {
  const asked: string[] = [];
  const reader: ChunkReader = {
    cut: { maxTokens: 10_000, overlapTokens: 10, countTokens: (part) => part.length },
    extract: async (request) => {
      asked.push(request.text);
      return answer(request.text);
    },
  };
  const request: EngineRequest = {
    text: whole,
    schema,
    temperature: 0,
    seed: 0,
    verbatim: true,
    maxOutputTokens: 100,
    required: 'trust',
  };
  const { data, fields, usage } = await extractLongText(request, reader);
  return { data: data as { landlord?: string; invoices: object[] }, fields, usage, looks: asked.slice(1) };
}

const sure = { invoice_no: ['AB-17', 0.95], supplier: ['Bell Glass Ltd', 0.9], due: ['May', 0.9] } as const;

describe('a closer look', () => {
  it('is not taken where nothing speaks against a record', async () => {
    const { looks, data } = await readWith((part) => answerOf(part, {}, [sure]));
    expect(looks).toEqual([]);
    expect(data.invoices).toEqual([{ invoice_no: 'AB-17', supplier: 'Bell Glass Ltd', due: 'May' }]);
  });

  it('reads the paragraph of a record whose values come from several, and takes the likelier value', async () => {
    const { looks, data, fields, usage } = await readWith((part) =>
      answerOf(part, {}, [part.includes('visitor') ? { ...sure, supplier: ['A visitor', 0.72] } : sure]),
    );
    expect(looks).toEqual(['Invoice AB-17 of Bell Glass Ltd is due in May.']);
    expect(data.invoices).toEqual([{ invoice_no: 'AB-17', supplier: 'Bell Glass Ltd', due: 'May' }]);
    const { start, end } = fields['/invoices/0/supplier']!;
    expect(text.slice(start, end)).toBe('Bell Glass Ltd');
    expect(usage.modelCalls).toBe(2);
  });

  it('takes a value of its own paragraph over a surer one from elsewhere, unless a label names that', async () => {
    const reading = (whole: string, stray: string) =>
      readWith((part) => answerOf(part, {}, [{ ...sure, supplier: part === whole ? [stray, 0.9] : ['Bell Glass Ltd', 0.2] }]), whole);
    expect((await reading(text, 'A visitor')).data.invoices).toMatchObject([{ supplier: 'Bell Glass Ltd' }]);
    const labelled = `Supplier: Ives Optics SA\n\n${text}`;
    expect((await reading(labelled, 'Ives Optics SA')).data.invoices).toMatchObject([{ supplier: 'Ives Optics SA' }]);
  });

  it('makes a torn value whole', async () => {
    const torn = { ...sure, invoice_no: ['B-17', 0.99] } as const;
    const { looks, data } = await readWith((part) => answerOf(part, {}, [part === text ? torn : sure]));
    expect(looks).toHaveLength(1);
    expect(data.invoices).toMatchObject([{ invoice_no: 'AB-17' }]);
  });

  it('that leaves a value torn has code make it whole, with its place', async () => {
    const { data, fields } = await readWith((part) => answerOf(part, {}, [{ ...sure, invoice_no: ['B-17', 0.8] }]));
    expect(data.invoices).toMatchObject([{ invoice_no: 'AB-17', supplier: 'Bell Glass Ltd' }]);
    const { start, end, printed } = fields['/invoices/0/invoice_no']!;
    expect([printed, text.slice(start, end)]).toEqual(['AB-17', 'AB-17']);
  });

  it('keeps what only the wider look could see', async () => {
    const apart = 'Invoice AB-17, due in May.\n\nThe goods are from Bell Glass Ltd.';
    const { looks, data } = await readWith((part) => answerOf(part, {}, [sure]), apart);
    expect(looks).toEqual(['Invoice AB-17, due in May.']);
    expect(data.invoices).toEqual([{ invoice_no: 'AB-17', supplier: 'Bell Glass Ltd', due: 'May' }]);
  });

  it('is not taken at a paragraph that is nearly a chunk', async () => {
    const long = `${'Nothing happened on this day, and nothing was said. '.repeat(100)}Invoice AB-17 of Bell Glass Ltd is due in May.`;
    const wide = { ...sure, due: ['othing', 0.5] } as const;
    expect((await readWith((part) => answerOf(part, {}, [wide]), long)).looks).toEqual([]);
  });

  it('leaves out a scant record that is not seen again, or is made of a single value that the text names', async () => {
    const scant = (supplier: string, probability: number): Printed => ({
      invoice_no: ['ZZ', 0.9],
      supplier: [supplier, probability],
      due: ['ZZ', 0.9],
    });
    const gone = await readWith((part) => answerOf(part, {}, part === text ? [sure, scant('The choir', 0.4)] : []));
    expect(gone.looks).toEqual(['The choir met again.']);
    expect(gone.data.invoices).toHaveLength(1);
    const named = await readWith((part) => answerOf(part, { landlord: ['Ives Optics SA', 0.9] }, [sure, scant('Ives Optics SA', 0.8)]));
    expect(named.looks).toEqual([]);
    expect(named.data).toMatchObject({ landlord: 'Ives Optics SA', invoices: [{ invoice_no: 'AB-17' }] });
    expect(named.data.invoices).toHaveLength(1);
  });

  it('that is broken off leaves what the chunks gave', async () => {
    const error = await readWith((part) => {
      if (part !== text) throw new AbortedError('aborted', 'enough');
      return answerOf(part, {}, [{ ...sure, supplier: ['A visitor', 0.72] }]);
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'aborted',
      details: { partial: { data: { invoices: [{ invoice_no: 'AB-17' }] } }, readUntil: text.length },
    });
  });
});

describe('the window of a doubtful record', () => {
  const windowIn = (whole: string, ...values: readonly [string, number][]) => {
    const data = Object.fromEntries(values.map(([value], i) => [`v${i}`, value]));
    const fields = Object.fromEntries(values.map((value, i) => [`/v${i}`, find(whole, value)]));
    const window = windowOfDoubt(toAnswerTree({ data, fields }, 0), whole);
    return window && whole.slice(window.start, window.end);
  };

  it('is the paragraph, however lines end', () => {
    expect(windowIn('one\r\n\r\ntwo here\r\nand there\r\n \r\nthree', ['ere', 0.9])).toBe('two here\r\nand there');
    expect(windowIn('only here', ['ere', 0.9])).toBe('only here');
  });

  it('ends at sentences where the paragraph is long', () => {
    const filler = 'Nothing happened on this day. '.repeat(60);
    const found = windowIn(`${filler}Now it is here. ${filler}`, ['ere', 0.9])!;
    expect(found.length).toBeLessThan(700);
    expect(found).toMatch(/^ ?Nothing[\s\S]*Now it is here\.[\s\S]*day\.$/);
  });

  it('is none for values that are whole words, near each other, and probable', () => {
    expect(windowIn('Ann lives in Oslo', ['Ann', 0.9], ['Oslo', 0.8])).toBeUndefined();
    expect(windowIn('Ann lives in Oslo', ['Ann', 0.9], ['slo', 0.8])).toBe('Ann lives in Oslo');
    expect(windowIn('12kg for EUR5', ['12', 0.9], ['EUR', 0.8])).toBeUndefined();
    // Where no spaces stand between words, no word can be torn.
    expect(windowIn('東京都に住む', ['東京', 0.9])).toBeUndefined();
  });
});
