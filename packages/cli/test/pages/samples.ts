import type { ExtractedField, Extraction } from '@maaza/core';
import { createSampleExtraction } from '@maaza/core/testing';

/** A value with the place of its `nth` occurrence in a text. */
export function placed(
  text: string,
  printed: string,
  options: { value?: unknown; probability?: number; nth?: number } = {},
): ExtractedField {
  let start = -1;
  for (let seen = 0; seen <= (options.nth ?? 0); seen++) start = text.indexOf(printed, start + 1);
  if (start < 0) throw new Error(`"${printed}" is not in the text`);
  const value = (options.value ?? printed) as ExtractedField['value'];
  return { value, printed, start, end: start + printed.length, grounded: true, probability: options.probability ?? 0.97 };
}

export const invoiceText = `Nordlicht Möbel GmbH\r\nHafenstraße 12, 20457 Hamburg\r\n\r\nInvoice no. 2024-0815            Date: 5 March 2024\r\nBill to: Ada Lovelace, 12 St James's Square, London\r\n\r\n2 × Reading chair “Ebbe”              398,00 €\r\n1 × Floor lamp “Flut”                  89,50 €\r\n-----------------------------------------------\r\nTotal (incl. 19 % VAT)               487,50 €\r\n\r\nPlease pay within 14 days. Questions? Call us or write to hello@nordlicht.example.\r\n`;

const fields: Extraction['fields'] = {
  '/seller/name': placed(invoiceText, 'Nordlicht Möbel GmbH', { probability: 0.991 }),
  '/seller/address': placed(invoiceText, 'Hafenstraße 12, 20457 Hamburg', { probability: 0.93 }),
  '/seller/city': placed(invoiceText, 'Hamburg', { probability: 0.88 }),
  '/invoice_no': placed(invoiceText, '2024-0815', { probability: 0.999 }),
  '/date': placed(invoiceText, '5 March 2024', { value: '2024-03-05', probability: 0.96 }),
  '/customer': placed(invoiceText, 'Ada Lovelace', { probability: 0.98 }),
  '/items/0/name': placed(invoiceText, 'Reading chair “Ebbe”', { probability: 0.74 }),
  '/items/0/quantity': placed(invoiceText, '2 ×', { value: 2, probability: 0.41 }),
  '/items/0/price': placed(invoiceText, '398,00 €', { value: 398, probability: 0.95 }),
  '/items/1/name': placed(invoiceText, 'Floor lamp “Flut”', { probability: 0.97 }),
  '/items/1/quantity': { value: 1, grounded: false, probability: 0.52 },
  '/items/1/price': placed(invoiceText, '89,50 €', { value: 89.5, probability: 0.97 }),
  '/total': placed(invoiceText, '487,50 €', { value: 487.5, probability: 0.98 }),
  '/vat_id': { value: null, grounded: false, probability: 0.97, reason: 'absent' },
  '/discount': { value: null, grounded: false, probability: 0.31, reason: 'below_threshold' },
  '/due_date': { value: null, grounded: false, probability: 0.6, reason: 'absent' },
};

/** An invoice with values inside values, values read from other forms, nulls with reasons, and one that is missing. */
export const invoiceExtraction: Extraction = createSampleExtraction({
  model: 'maaza-135m',
  data: {
    seller: { name: 'Nordlicht Möbel GmbH', address: 'Hafenstraße 12, 20457 Hamburg', city: 'Hamburg' },
    invoice_no: '2024-0815',
    date: '2024-03-05',
    customer: 'Ada Lovelace',
    items: [
      { name: 'Reading chair “Ebbe”', quantity: 2, price: 398 },
      { name: 'Floor lamp “Flut”', quantity: 1, price: 89.5 },
    ],
    total: 487.5,
    vat_id: null,
    discount: null,
    tags: [],
  },
  valid: false,
  errors: [
    { code: 'missing_field', pointer: '/due_date', keyword: 'required', message: '/due_date is required, and the text does not give it' },
  ],
  fields,
});
