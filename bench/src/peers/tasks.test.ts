import { createAjvValidator } from '@maaza/core';
import { isExact, scoreItem, tallyAll } from '@maaza/core/evaluation';
import { expect, it } from 'vitest';
import { makeReceiptGroups, makeReceipts } from './receipts.js';
import { makeGroups, makeTasks, renderPrompt, spread } from './tasks.js';

const options = { folder: undefined, limit: 5, receipts: 12, seed: 7 };

it('makes the same receipts for the same seed, and others for another', () => {
  expect(makeReceipts(12, 7)).toEqual(makeReceipts(12, 7));
  expect(makeReceipts(12, 8)).not.toEqual(makeReceipts(12, 7));
});

it('expects what fits the schema, counts as right, and stands in the receipt', () => {
  const ajv = createAjvValidator();
  for (const { text, schema, expected } of makeReceipts(60, 7)) {
    expect(ajv.compile(schema).validate(expected).errors).toEqual([]);
    expect(isExact(tallyAll(scoreItem({ expected, schema }, expected)))).toBe(true);
    expect(isExact(tallyAll(scoreItem({ expected, schema }, undefined)))).toBe(false);
    const { shop, total } = expected as { shop: string; total: number };
    expect(text).toContain(shop);
    expect(text).toMatch(new RegExp(`TOTAL [A-Z]{3} ${total.toFixed(2).replace('.', '\\.')}$`, 'm'));
  }
});

it('groups texts by schema, as many as asked for', () => {
  for (const { texts } of makeReceiptGroups(8, 7)) expect(new Set(texts).size).toBe(8);
  expect(makeGroups(options, 4).map(({ texts }) => texts.length)).toEqual([4, 4, 4]);
});

it('writes prompts in the bytes that the weights were trained on', () => {
  const schema = { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] };
  expect(renderPrompt('TOTAL 3', schema)).toBe(
    '<|im_start|>schema\ntotal: number\n<|im_end|>\n<|im_start|>text\nTOTAL 3<|im_end|>\n<|im_start|>json\n',
  );
});

it('asks peers for every key, and lets them write null for what may be missing', () => {
  const [task] = makeTasks({ ...options, receipts: 2 }).slice(1);
  expect(task!.answerSchema).toMatchObject({ additionalProperties: false, properties: { cashier: { type: ['string', 'null'] } } });
});

it('spreads a choice over a set', () => {
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6]);
  expect(spread([0, 1], 4)).toEqual([0, 1]);
});
