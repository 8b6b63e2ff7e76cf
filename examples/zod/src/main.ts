import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { extractJson } from '@maaza/core';
import { z } from 'zod';

const Booking = z.object({
  guest: z.string().describe('name of the guest'),
  email: z.string(),
  arrival: z.iso.date().describe('day of arrival'),
  nights: z.number().int().describe('number of nights'),
  room: z.enum(['single', 'double', 'suite']),
});

const text = `Hello, my name is Maria Rossi. I would like to book a double room for 3 nights, arriving on 12 May 2025.
Please confirm to maria.rossi@example.com.`;

const { data, valid } = await extractJson(text, Booking);
const booking: z.infer<typeof Booking> = data;
console.log(booking);

strictEqual(valid, true);
deepStrictEqual(booking, { guest: 'Maria Rossi', email: 'maria.rossi@example.com', arrival: '2025-05-12', nights: 3, room: 'double' });
console.log('ok: the booking was read as expected');
