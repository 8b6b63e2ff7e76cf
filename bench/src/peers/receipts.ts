import type { JsonSchema, JsonValue } from '@maaza/core';
import { createRandom, type Random } from '../memory/random.js';

/** A made-up receipt, what is asked of it, and what is right. */
export interface Receipt {
  readonly id: string;
  readonly text: string;
  readonly schema: JsonSchema;
  readonly expected: JsonValue;
}

const shops = [
  'Harbour Books',
  'Café Lindner',
  'Green Corner Grocery',
  'Tools & More Ltd',
  'Mercado Central',
  'Papeterie Dubois',
  'Nordlicht Apotheke',
];
const streets = [
  '14 Quay Street, Galway',
  'Hauptplatz 3, 8010 Graz',
  '22 Mill Lane, Leeds LS1 4DY',
  'Rua das Flores 81, Porto',
  '5 rue Mercière, 69002 Lyon',
];
const goods = [
  'notebook A5',
  'pencil set',
  'oat biscuits',
  'espresso',
  'hand saw',
  'olive oil 0.5 l',
  'batteries AA',
  'green tea',
  'apple juice',
  'light bulb',
];
const payments = ['cash', 'card', 'voucher'] as const;
const currencies = ['EUR', 'GBP', 'CHF'] as const;
const greetings = ['Thank you for your visit!', 'Goods can be returned within 14 days.', 'See you soon.', ''];

const two = (value: number) => String(value).padStart(2, '0');
const money = (cents: number) => (cents / 100).toFixed(2);

/** The facts of one purchase, from which the text, the schema and the answer are written. */
function purchase(random: Random) {
  const items = Array.from({ length: random.integer(1, 6) }, () => ({ name: random.pick(goods), cents: random.integer(90, 4_990) }));
  const total = items.reduce((sum, { cents }) => sum + cents, 0);
  const [year, month, day] = [random.integer(2023, 2025), random.integer(1, 12), random.integer(1, 28)];
  return {
    shop: random.pick(shops),
    address: random.pick(streets),
    number: `${random.pick(['R', 'INV', 'B'])}-${random.integer(10_000, 99_999)}`,
    date: `${year}-${two(month)}-${two(day)}`,
    printedDate: random.pick([`${two(day)}.${two(month)}.${year}`, `${year}-${two(month)}-${two(day)}`]),
    items,
    total,
    tax: Math.round(total / 6),
    currency: random.pick(currencies),
    payment: random.pick(payments),
    cashier: random.integer(0, 1) === 1 ? random.pick(['Amina', 'Jonas', 'Li Wen', 'Sofia']) : null,
    greeting: random.pick(greetings),
  };
}

type Purchase = ReturnType<typeof purchase>;

function print(facts: Purchase): string {
  const { shop, address, number, printedDate, items, total, tax, currency, payment, cashier, greeting } = facts;
  return [
    shop,
    address,
    `Receipt no. ${number}    Date: ${printedDate}`,
    ...(cashier === null ? [] : [`Served by: ${cashier}`]),
    ...items.map(({ name, cents }) => `${name}  ${money(cents)}`),
    `TOTAL ${currency} ${money(total)}`,
    `incl. VAT ${money(tax)}`,
    `Paid by ${payment}`,
    ...(greeting === '' ? [] : [greeting]),
  ].join('\n');
}

type Ask = (facts: Purchase) => JsonValue;

interface Question {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly answer: Ask;
}

const nullableString = { type: ['string', 'null'] };

/** Three ways of asking: a few totals, all of the head, and the lines. */
const questions: readonly Question[] = [
  {
    name: 'totals',
    schema: {
      type: 'object',
      properties: {
        shop: { type: 'string' },
        date: { type: 'string', format: 'date' },
        total: { type: 'number' },
        currency: { enum: [...currencies] },
      },
      required: ['shop', 'date', 'total', 'currency'],
    },
    answer: ({ shop, date, total, currency }) => ({ shop, date, total: total / 100, currency }),
  },
  {
    name: 'head',
    schema: {
      type: 'object',
      properties: {
        shop: { type: 'string' },
        address: { type: 'string' },
        receipt_number: { type: 'string' },
        date: { type: 'string', format: 'date' },
        cashier: nullableString,
        customer: nullableString,
        total: { type: 'number' },
        vat: { type: 'number' },
        payment: { enum: [...payments] },
      },
      required: ['shop', 'address', 'receipt_number', 'date', 'cashier', 'customer', 'total', 'vat', 'payment'],
    },
    answer: ({ shop, address, number, date, cashier, total, tax, payment }) => ({
      shop,
      address,
      receipt_number: number,
      date,
      cashier,
      customer: null,
      total: total / 100,
      vat: tax / 100,
      payment,
    }),
  },
  {
    name: 'lines',
    schema: {
      type: 'object',
      properties: {
        shop: { type: 'string' },
        total: { type: 'number' },
        items: {
          type: 'array',
          maxItems: 12,
          items: { type: 'object', properties: { name: { type: 'string' }, price: { type: 'number' } }, required: ['name', 'price'] },
        },
      },
      required: ['shop', 'total', 'items'],
    },
    answer: ({ shop, total, items }) => ({
      shop,
      total: total / 100,
      items: items.map(({ name, cents }) => ({ name, price: cents / 100 })),
    }),
  },
];

/**
 * Receipts with questions in turn, the same ones for the same seed.
 * @param seed - 32-bit integer, not 0
 */
export function makeReceipts(count: number, seed: number): Receipt[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const question = questions[at % questions.length]!;
    const facts = purchase(random);
    return { id: `${question.name}-${at + 1}`, text: print(facts), schema: question.schema, expected: question.answer(facts) };
  });
}

/** `count` receipts for each way of asking: texts of one schema. */
export function makeReceiptGroups(
  count: number,
  seed: number,
): { readonly name: string; readonly schema: JsonSchema; readonly texts: string[] }[] {
  const receipts = makeReceipts(count * questions.length, seed);
  return questions.map(({ name, schema }) => ({
    name,
    schema,
    texts: receipts.filter((receipt) => receipt.schema === schema).map(({ text }) => text),
  }));
}
