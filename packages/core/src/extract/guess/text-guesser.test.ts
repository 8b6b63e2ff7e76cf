import { describe, expect, it } from 'vitest';
import { TextGuesser } from './text-guesser.js';
import { TextReadings } from './text-readings.js';

const text = 'INVOICE\nInvoice no: 8841-B\nDate: 3 March 2026\nStatus: paid, thanks\nGrand total: 1,204.50 EUR (incl. VAT)\n';
const schema = {
  type: 'object',
  properties: {
    invoiceNo: { type: 'string' },
    date: { type: 'string', format: 'date' },
    status: { enum: ['open', 'paid'] },
    grand_total: { type: 'number' },
    buyer: { type: ['string', 'null'] },
    items: { type: 'array', items: { type: 'object', properties: { weight: { type: 'number' } } } },
  },
};

describe('guesses of values', () => {
  const guesser = new TextGuesser(new TextReadings(text), schema);

  it('take what stands beside the label, up to where a value ends', () => {
    expect(guesser.candidates('/invoiceNo', 0)[0]).toBe('"8841-B"');
  });

  it('are written as the model writes them: dates and numbers normalised', () => {
    expect(guesser.candidates('/date', 0)[0]).toBe('"2026-03-03"');
    expect(guesser.candidates('/grand_total', 0)[0]).toBe('1204.5');
  });

  it('choose among the values of an enum those that the text holds', () => {
    expect(guesser.candidates('/status', 0)).toEqual(['"paid"']);
  });

  it('expect null where nothing is labelled and null is allowed', () => {
    expect(guesser.candidates('/buyer', 0)).toEqual(['null']);
  });

  it('go on from the value that was copied last', () => {
    expect(guesser.candidates('/items/0/weight', text.indexOf('Grand'))[0]).toBe('1204.5');
    expect(guesser.candidates('/items/0/weight', text.length)).toEqual([]);
  });

  it('open lists and objects', () => {
    expect(guesser.candidates('/items', 0)).toEqual(['[']);
    expect(guesser.candidates('/items/0', 0)).toEqual(['{']);
  });

  it('are none for a place that the schema does not know', () => {
    expect(guesser.candidates('/nothing/here', 0)).toEqual([]);
  });
});
