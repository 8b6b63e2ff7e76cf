import { createRandom, type Random } from '../memory/random.js';

/** One invoice that the document mentions. */
export interface Invoice {
  readonly invoice_no: string;
  readonly supplier: string;
  readonly amount: number;
  readonly due: string;
}

export type Style = 'labels' | 'log' | 'prose';

export interface PlantedInvoice {
  readonly value: Invoice;
  readonly style: Style;
  /** UTF-16 offset of the record in the text */
  readonly start: number;
  readonly end: number;
}

export interface LongDocument {
  readonly text: string;
  readonly scalars: Readonly<Record<string, string>>;
  readonly invoices: readonly PlantedInvoice[];
}

const styles: readonly Style[] = ['labels', 'log', 'prose'];
const subjects = [
  'The committee',
  'A working group',
  'The board',
  'One of the members',
  'The regional office',
  'A visitor',
  'The library',
  'The choir',
];
const verbs = [
  'met again and spoke about',
  'put off a decision on',
  'was glad to hear of',
  'asked for more patience with',
  'took notes on',
  'remembered',
];
const objects = [
  'the weather',
  'the new footpath',
  'a long tradition',
  'the garden behind the hall',
  'an old map',
  'the state of the roof',
  'the summer fair',
];
const endings = [
  'without reaching a conclusion',
  'until late in the evening',
  'as it does every year',
  'in a friendly mood',
  'while the rain went on',
  'over coffee',
];
const names = [
  'Harlow',
  'Nordin',
  'Castell',
  'Bexley',
  'Oduya',
  'Lindqvist',
  'Marchetti',
  'Tamura',
  'Verhoeven',
  'Quigley',
  'Sandoval',
  'Petrov',
];
const trades = ['Timber', 'Textiles', 'Logistics', 'Catering', 'Optics', 'Printing', 'Glass', 'Tools'];
const forms = ['Ltd', 'GmbH', 'Inc.', 'SA'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** key → how the document prints it */
const scalarLabels: Readonly<Record<string, string>> = {
  contract_no: 'Contract no',
  landlord: 'Landlord',
  tenant: 'Tenant',
  auditor: 'Auditor',
  cost_centre: 'Cost centre',
  project_code: 'Project code',
  insurance_policy: 'Insurance policy',
  court: 'Court of jurisdiction',
  bank: 'House bank',
  contact_phone: 'Contact phone',
};

/** What the model is asked for. */
export const longSchema = {
  type: 'object',
  properties: {
    ...Object.fromEntries(Object.keys(scalarLabels).map((key) => [key, { type: 'string' }])),
    invoices: {
      type: 'array',
      description: 'every invoice that is mentioned',
      items: {
        type: 'object',
        properties: {
          invoice_no: { type: 'string' },
          supplier: { type: 'string' },
          amount: { type: 'number' },
          due: { type: 'string', format: 'date', description: 'due date' },
        },
      },
    },
  },
};

const capital = (random: Random) => String.fromCharCode(65 + random.integer(0, 25));
const company = (random: Random) => `${random.pick(names)} ${random.pick(trades)} ${random.pick(forms)}`;

function makeInvoice(random: Random, at: number): Invoice {
  const month = random.integer(1, 12);
  const day = random.integer(1, 28);
  return {
    invoice_no: `${capital(random)}${capital(random)}-${10_000 + at * 37 + random.integer(0, 36)}`,
    supplier: company(random),
    amount: random.integer(1_000, 999_999) / 100,
    due: `202${random.integer(3, 6)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
  };
}

function printInvoice({ invoice_no, supplier, amount, due }: Invoice, style: Style, random: Random): string {
  const money = amount.toLocaleString('en-US', { minimumFractionDigits: 2 });
  const [year, month, day] = due.split('-').map(Number) as [number, number, number];
  const spoken = `${day} ${months[month - 1]} ${year}`;
  switch (style) {
    case 'labels':
      return `Invoice no: ${invoice_no}\nSupplier: ${supplier}\nAmount: ${money} EUR\nDue: ${spoken}`;
    case 'log':
      return `${due.slice(0, 4)}-01-0${random.integer(1, 9)}T08:${random.integer(10, 59)}:00Z INFO billing received invoice=${invoice_no} supplier="${supplier}" amount=${amount.toFixed(2)} due=${due}`;
    case 'prose':
      return `Invoice ${invoice_no} of ${supplier} over EUR ${money} falls due on ${spoken}.`;
  }
}

function paragraph(random: Random): string {
  const sentence = () => `${random.pick(subjects)} ${random.pick(verbs)} ${random.pick(objects)} ${random.pick(endings)}.`;
  return Array.from({ length: random.integer(2, 6) }, sentence).join(' ');
}

function scalarValue(key: string, random: Random): string {
  if (['landlord', 'tenant', 'auditor', 'bank'].includes(key)) return company(random);
  if (key === 'court') return random.pick(['Leeds', 'Graz', 'Porto', 'Brno']);
  if (key === 'contact_phone') return `+44 20 7946 0${random.integer(100, 999)}`;
  return `${capital(random)}${random.integer(1_000, 9_999)}/${random.integer(10, 99)}`;
}

/**
 * Prose with facts strewn in: single labelled values, and invoices printed in three ways, all at random places.
 * @param length - of the text in UTF-16 units, about
 * @param facts - single values and invoices together; a tenth are single values, ten at most
 */
export function makeLongDocument(length: number, facts: number, seed: number): LongDocument {
  const random = createRandom(seed);
  const keys = Object.keys(scalarLabels).slice(0, Math.ceil(facts / 10));
  const scalars = Object.fromEntries(keys.map((key) => [key, scalarValue(key, random)]));
  const planted: ({ readonly line: string } | { readonly value: Invoice; readonly style: Style })[] = [
    ...keys.map((key) => ({ line: `${scalarLabels[key]}: ${scalars[key]}` })),
    ...Array.from({ length: facts - keys.length }, (_, at) => ({ value: makeInvoice(random, at), style: styles[at % styles.length]! })),
  ];
  for (let at = planted.length - 1; at > 0; at--) {
    const other = random.integer(0, at);
    [planted[at], planted[other]] = [planted[other]!, planted[at]!];
  }
  const invoices: PlantedInvoice[] = [];
  let text = '';
  for (const [at, fact] of planted.entries()) {
    // Each fact somewhere in its own share of the text.
    const until = Math.round((length * (at + 0.15 + 0.7 * (random.integer(0, 100) / 100))) / planted.length);
    while (text.length < until) text += `${paragraph(random)}\n\n`;
    const start = text.length;
    text += 'line' in fact ? fact.line : printInvoice(fact.value, fact.style, random);
    if (!('line' in fact)) invoices.push({ ...fact, start, end: text.length });
    text += '\n\n';
  }
  while (text.length < length) text += `${paragraph(random)}\n\n`;
  return { text, scalars, invoices };
}
