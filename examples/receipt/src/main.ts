import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { createExtractor } from '@maaza/core';
import { receipt, receiptSchema } from './receipt.js';

const extractor = await createExtractor();
const { data, valid, fields } = await extractor.extract(receipt, receiptSchema);
await extractor.dispose();

for (const [pointer, { value, start, end }] of Object.entries(fields)) {
  console.log(pointer, '=', value, start === undefined ? '' : `at ${start}–${end}`);
}

// `data` is typed from the schema; the phone number is optional, and the text gives none.
deepStrictEqual(data, { shop: 'GREEN LEAF MARKET', receipt_no: 'R-20871', date: '2024-03-14', total: 18.05, currency: 'GBP' });
ok(valid);
// The date is normalised, and still points to the words it was read from.
const { printed, start, end } = fields['/date']!;
strictEqual(printed, '14 March 2024');
strictEqual(receipt.slice(start, end), printed);
console.log('ok: the receipt was read as expected');
