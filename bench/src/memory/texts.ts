import type { JsonSchema } from '@maaza/core';
import type { Random } from './random.js';

/** One extraction of the run. */
export interface Task {
  readonly kind: string;
  readonly text: string;
  readonly schema: JsonSchema;
}

const people = ['Amina Diallo', 'Jonas Weber', 'Li Wen', 'Sofia Rossi', 'Peter Novak', 'Ines Ferreira'];
const shops = ['Harbour Books', 'Café Lindner', 'Green Corner Grocery', 'Tools & More Ltd'];
const goods = ['notebook', 'pencil set', 'oat biscuits', 'espresso', 'hand saw', 'olive oil', 'batteries AA', 'green tea'];
const cities = ['Lyon', 'Graz', 'Porto', 'Leeds', 'Brno'];
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

function receipt(random: Random): Task {
  const lines = repeat(random.integer(1, 12), () => `${random.integer(1, 4)} x ${random.pick(goods)} ${price(random)}`);
  return {
    kind: 'receipt',
    text: [random.pick(shops).toUpperCase(), `Date: ${date(random)}`, ...lines, `TOTAL EUR ${price(random)}`, 'Thank you!'].join('\n'),
    schema: {
      type: 'object',
      properties: {
        shop: { type: 'string' },
        date: { type: 'string', format: 'date' },
        total: { type: 'number' },
        items: {
          type: 'array',
          maxItems: 20,
          items: { type: 'object', properties: { name: { type: 'string' }, price: { type: 'number' } }, required: ['name', 'price'] },
        },
      },
      required: ['shop', 'total'],
    },
  };
}

function mail(random: Random): Task {
  const sender = random.pick(people);
  const body = repeat(random.integer(0, 40), () => random.pick(chatter));
  const order = `AB-${random.integer(10_000, 99_999)}`;
  return {
    kind: 'mail',
    text: `From: ${sender} <office@example.org>\nSubject: Order ${order}\n\nHello,\n${body.join(' ')}\nPlease send it to ${random.pick(cities)} by ${date(random)}.\n\n${sender}`,
    schema: {
      type: 'object',
      properties: {
        sender: { type: 'string' },
        email: { type: 'string', format: 'email' },
        order: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{5}$' },
        city: { type: ['string', 'null'] },
        due: { type: ['string', 'null'], format: 'date' },
        phone: { type: ['string', 'null'] },
      },
      required: ['sender', 'city', 'due', 'phone'],
    },
  };
}

function dialogue(random: Random): Task {
  const turns = repeat(random.integer(1, 16), () => `User: ${random.pick(chatter)}\nAgent: ${random.pick(chatter)}`);
  const request = `User: A table for ${random.integer(2, 9)} in ${random.pick(cities)} at ${random.integer(5, 10)} pm, ${random.pick(['inside', 'outside'])} please.`;
  return {
    kind: 'dialogue',
    text: [...turns, request, 'Agent: Done.'].join('\n'),
    schema: {
      type: 'object',
      properties: {
        people: { type: 'integer', minimum: 1, maximum: 20 },
        city: { type: 'string' },
        time: { type: ['string', 'null'] },
        seating: { enum: ['inside', 'outside', null] },
        name: { type: ['string', 'null'] },
        vegetarian: { type: ['boolean', 'null'] },
      },
      required: ['people', 'city', 'time', 'seating', 'name', 'vegetarian'],
    },
  };
}

/** Schemas that no run has seen before: what is compiled and kept for each must not pile up without end. */
function form(random: Random): Task {
  const labels = repeat(random.integer(2, 8), () => `field_${random.integer(1, 100_000)}`);
  return {
    kind: 'form',
    text: labels.map((label) => `${label}: ${random.pick([random.pick(people), price(random), date(random)])}`).join('\n'),
    schema: { type: 'object', properties: Object.fromEntries(labels.map((label) => [label, { type: 'string' }])) },
  };
}

/** The next task: its kind, length and contents at random. */
export const createTask = (random: Random): Task => random.pick([receipt, mail, dialogue, form])(random);
