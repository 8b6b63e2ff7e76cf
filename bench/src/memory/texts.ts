import type { JsonSchema } from '@maaza/core';
import type { Random } from './random.js';

/** One extraction of the run. */
export interface Task {
  readonly text: string;
  readonly schema: JsonSchema;
}

/** `short`: as most texts are, a few lines. `any`: from one line up to most of the model's window, every length equally likely on a logarithmic scale. */
export type TextLengths = 'short' | 'any';

const SHORT_FILLER_CHARACTERS = 240;
const LONGEST_FILLER_CHARACTERS = 5_000;

const people = ['Amina Diallo', 'Jonas Weber', 'Li Wen', 'Sofia Rossi', 'Peter Novak', 'Ines Ferreira'];
const shops = ['Harbour Books', 'Café Lindner', 'Green Corner Grocery', 'Tools & More Ltd'];
const goods = ['notebook', 'pencil set', 'oat biscuits', 'espresso', 'hand saw', 'olive oil', 'batteries AA', 'green tea'];
const cities = ['Lyon', 'Graz', 'Porto', 'Leeds', 'Brno'];
const labels = ['reference', 'contact', 'city', 'due', 'amount', 'department', 'project', 'account', 'owner', 'delivery'];
const chatter = [
  'The weather has been odd lately, has it not?',
  'I asked my sister about it and she agreed.',
  'We can talk about the details another time.',
  'Please excuse the noise, they are repairing the street.',
  'As I said before, there is no hurry from our side.',
];

const date = (random: Random) => `2025-${String(random.integer(1, 12)).padStart(2, '0')}-${String(random.integer(1, 28)).padStart(2, '0')}`;
const price = (random: Random) => (random.integer(90, 9_900) / 100).toFixed(2);
const repeat = (count: number, make: () => string) => Array.from({ length: count }, make);

/** Sentences that nothing is asked about. */
function filler(random: Random, lengths: TextLengths): string[] {
  const most =
    lengths === 'short'
      ? random.integer(0, SHORT_FILLER_CHARACTERS)
      : Math.round(LONGEST_FILLER_CHARACTERS ** (random.integer(0, 1_000) / 1_000));
  const sentences: string[] = [];
  for (let length = 0; length < most; ) {
    const sentence = random.pick(chatter);
    length += sentence.length;
    if (length <= most) sentences.push(sentence);
  }
  return sentences;
}

function receipt(random: Random, lengths: TextLengths): Task {
  const lines = repeat(random.integer(1, 5), () => `${random.pick(goods)} ${price(random)}`);
  return {
    text: [random.pick(shops), `Date: ${date(random)}`, ...lines, `TOTAL EUR ${price(random)}`, ...filler(random, lengths)].join('\n'),
    schema: {
      type: 'object',
      properties: { shop: { type: 'string' }, date: { type: 'string', format: 'date' }, total: { type: 'number' } },
      required: ['shop', 'total'],
    },
  };
}

function mail(random: Random, lengths: TextLengths): Task {
  const sender = random.pick(people);
  const order = `AB-${random.integer(10_000, 99_999)}`;
  const body = filler(random, lengths).join(' ');
  return {
    text: `From: ${sender}\nSubject: Order ${order}\n\nHello,\n${body}\nPlease send it to ${random.pick(cities)} by ${date(random)}.`,
    schema: {
      type: 'object',
      properties: {
        sender: { type: 'string' },
        order: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{5}$' },
        city: { type: ['string', 'null'] },
        phone: { type: ['string', 'null'] },
      },
      required: ['sender', 'city', 'phone'],
    },
  };
}

function dialogue(random: Random, lengths: TextLengths): Task {
  const turns = filler(random, lengths).map((sentence, at) => `${at % 2 === 0 ? 'User' : 'Agent'}: ${sentence}`);
  const place = random.pick(['inside', 'outside']);
  return {
    text: [...turns, `User: A table for ${random.integer(2, 9)} in ${random.pick(cities)}, ${place} please.`, 'Agent: Done.'].join('\n'),
    schema: {
      type: 'object',
      properties: {
        people: { type: 'integer', minimum: 1, maximum: 20 },
        city: { type: 'string' },
        seating: { enum: ['inside', 'outside', null] },
        vegetarian: { type: ['boolean', 'null'] },
      },
      required: ['people', 'city', 'seating', 'vegetarian'],
    },
  };
}

/** Schemas that no run has seen before: what is compiled and kept for each must not pile up without end. */
function form(random: Random, lengths: TextLengths): Task {
  const keys = new Set(repeat(random.integer(1, 3), () => `${random.pick(labels)}_${random.integer(1, 9_999)}`));
  const lines = [...keys].map((key) => `${key}: ${random.pick([random.pick(people), price(random), date(random)])}`);
  return {
    text: [...lines, ...filler(random, lengths)].join('\n'),
    schema: { type: 'object', properties: Object.fromEntries([...keys].map((key) => [key, { type: 'string' }])) },
  };
}

/** The next task: its kind, length and contents at random. */
export const createTask = (random: Random, lengths: TextLengths): Task => random.pick([receipt, mail, dialogue, form])(random, lengths);
