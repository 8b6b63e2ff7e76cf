import { createSampleExtraction } from '@maaza/core/testing';
import { describe, expect, it } from 'vitest';
import { makeLongDocument } from './document.js';
import { scoreLong } from './score.js';

const document = makeLongDocument(9_000, 12, 3);
const { text, scalars, invoices } = document;

describe('a long document', () => {
  it('is as long as asked for, the same for the same seed, and prints every number once', () => {
    expect(text.length).toBeGreaterThanOrEqual(9_000);
    expect(makeLongDocument(9_000, 12, 3)).toEqual(document);
    expect(makeLongDocument(9_000, 12, 4).text).not.toBe(text);
    expect(invoices).toHaveLength(10);
    for (const { value, start, end } of invoices) {
      expect(text.split(value.invoice_no)).toHaveLength(2);
      expect(text.slice(start, end)).toContain(value.supplier);
    }
    for (const value of Object.values(scalars)) expect(text).toContain(`: ${value}`);
  });
});

describe('the score of a long document', () => {
  const score = (data: Record<string, unknown>) => scoreLong(document, createSampleExtraction({ data, fields: {} }));

  it('is full for what was planted', () => {
    const full = score({ ...scalars, invoices: invoices.map(({ value }) => value) });
    expect(full).toMatchObject({ facts: 12, found: 12, falseInvoices: 0, falseScalars: 0, missed: [] });
  });

  it('counts what is wrong, what is there twice, and what nobody planted', () => {
    const [first, second] = invoices.map(({ value }) => value);
    const { found, leaves, falseInvoices, falseScalars, missed } = score({
      contract_no: 'no such number',
      tenant: 'nobody asked',
      invoices: [first, first, { ...second, amount: 1 }, { invoice_no: 'ZZ-1' }],
    });
    expect({ found, falseInvoices, falseScalars }).toEqual({ found: 1, falseInvoices: 2, falseScalars: 2 });
    expect(leaves.right).toBe(7);
    expect(missed).toHaveLength(9);
  });
});
