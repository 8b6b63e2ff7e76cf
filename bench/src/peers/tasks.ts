import type { JsonSchema } from '@maaza/core';
import type { Expectation } from '@maaza/core/evaluation';
import { toAnswerSchema } from '../../../packages/core/src/extract/answer-schema.js';
import { renderSchema } from '../../../packages/core/src/prompt/render-schema.js';
import { listSets, readSet } from '../eval/sets.js';
import { makeReceiptGroups, makeReceipts } from './receipts.js';

/** One extraction, as every engine is asked for it. */
export interface Task extends Expectation {
  readonly set: string;
  readonly id: string;
  readonly text: string;
  /** what the embedded model was trained to read; the same bytes for all */
  readonly prompt: string;
  /** what it was trained to write: every key in order, null where there is nothing */
  readonly answerSchema: JsonSchema;
}

/** Texts of one schema, for the throughput of many at once. */
export interface TextGroup {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly texts: readonly string[];
}

export interface TaskOptions {
  /** folder with evaluation sets; the receipts alone without it */
  readonly folder: string | undefined;
  /** of each evaluation set, spread over it */
  readonly limit: number;
  readonly receipts: number;
  readonly seed: number;
}

/** Longer texts and schemas do not fit every engine's window together with an answer. */
const MAX_PROMPT_CHARACTERS = 4_000;
/** A text with control tokens is not the same prompt for engines that read them inside texts. */
const CONTROL_TOKENS = /<\|(im_start|im_end|endoftext)\|>/;

export function renderPrompt(text: string, schema: JsonSchema): string {
  return `<|im_start|>schema\n${renderSchema(schema)}<|im_end|>\n<|im_start|>text\n${text}<|im_end|>\n<|im_start|>json\n`;
}

interface Item extends Expectation {
  readonly id: string;
  readonly text: string;
}

function toTask(set: string, { id, text, schema, expected, accept }: Item): Task {
  return { set, id, text, schema, expected, accept, prompt: renderPrompt(text, schema), answerSchema: toAnswerSchema(schema) };
}

const isUsable = ({ prompt, text }: Task) => prompt.length <= MAX_PROMPT_CHARACTERS && !CONTROL_TOKENS.test(text);

/** `count` items at even distances, so that all parts of a sorted set are seen. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (count >= items.length) return [...items];
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)]!);
}

export function makeTasks({ folder, limit, receipts, seed }: TaskOptions): Task[] {
  const own = makeReceipts(receipts, seed).map((receipt) => toTask('made-up receipts', receipt));
  if (folder === undefined) return own;
  const sets = listSets(folder).map((name) => readSet(folder, name));
  return [...own, ...sets.flatMap(({ name, items }) => spread(items.map((item) => toTask(name, item)).filter(isUsable), limit))];
}

/** Groups of `size` texts with one schema: receipts, and the first such group of each evaluation set. */
export function makeGroups({ folder, seed }: TaskOptions, size: number): TextGroup[] {
  const own = makeReceiptGroups(size, seed + 1).map((group) => ({ ...group, name: `made-up receipts: ${group.name}` }));
  if (folder === undefined) return own;
  const ofSets = listSets(folder).flatMap((name) => {
    const tasks = readSet(folder, name)
      .items.map((item) => toTask(name, item))
      .filter(isUsable);
    const first = tasks.find(({ schema }, _, all) => all.filter((other) => isSame(other.schema, schema)).length >= size);
    if (!first) return [];
    const texts = tasks.filter(({ schema }) => isSame(schema, first.schema)).map(({ text }) => text);
    return [{ name, schema: first.schema, texts: spread(texts, size) }];
  });
  return [...own, ...ofSets];
}

const isSame = (a: JsonSchema, b: JsonSchema) => JSON.stringify(a) === JSON.stringify(b);
