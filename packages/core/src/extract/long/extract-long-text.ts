import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../../decode/run-generation.js';
import { AbortedError } from '../../errors/index.js';
import { type JsonSchema, typeWithoutNull } from '../../schema/json-schema.js';
import { isPlainObjectSchema, withoutRequired } from '../answer-schema.js';
import type { EngineAnswer, EngineRequest } from '../engine.js';
import { isRequiredAt } from '../required-leaves.js';
import { stringPolicyAt, subschemasAt } from '../string-policy.js';
import { type AnswerNode, fromAnswerTree, mapMembers, toAnswerTree } from './answer-tree.js';
import { type CutOptions, cutText, type TextChunk } from './cut-text.js';
import { joinEchoes } from './echoes.js';
import { isLabelled } from './labels.js';
import { lookCloser } from './look-closer.js';
import { type MergeRules, mergeNodes, surestItems } from './merge-answers.js';

/** What a long text needs of the engine that reads its chunks. */
export interface ChunkReader {
  readonly cut: Omit<CutOptions, 'pause'>;
  /** extracts from one chunk; nothing is required there, because a chunk need not hold every value */
  extract(request: EngineRequest): Promise<EngineAnswer>;
}

/** Of a chunk's tokens: a part that is longer is read no better than the chunk was. */
const CLOSER_SHARE = 0.5;

/**
 * Extracts from a text that is longer than the model's window: chunk by chunk, and merges what they gave.
 * @throws {AbortedError} `aborted` or `timeout`; `details.partial` holds data and fields of the chunks that were read, `details.readUntil`
 * the UTF-16 offset up to which they go
 */
export async function extractLongText(request: EngineRequest, reader: ChunkReader): Promise<EngineAnswer> {
  const chunks = await cutText(request.text, { ...reader.cut, pause: pauseOf(request) });
  const answers: EngineAnswer[] = [];
  try {
    const read = partReader(request, reader, chunks.length);
    for (const [index, chunk] of chunks.entries()) answers.push(await read(chunk, index));
    return await extractCloser(request, { ...reader, read }, chunks, answers);
  } catch (error) {
    throw withPartial(error, answers, chunks, request);
  }
}

/** Gives the event loop a turn between stretches of work. */
const pauseOf =
  ({ signal }: EngineRequest) =>
  async (): Promise<void> => {
    throwIfAborted(signal);
    await nextTurn();
  };

/** Extracts from a part of the text, which is told to the caller as a chunk of that index. */
type PartReader = (part: TextChunk, chunk: number) => Promise<EngineAnswer>;

/** In a part of the text nothing is required. */
function partReader(request: EngineRequest, reader: ChunkReader, chunks: number): PartReader {
  const schema = withoutRequired(request.schema);
  return ({ start, end }, chunk) =>
    reader.extract({
      ...request,
      text: request.text.slice(start, end),
      schema,
      onProgress: (progress) => request.onProgress?.({ ...progress, chunk, chunks }),
    });
}

/** Merges what the chunks gave, and reads once more what is doubtful in it; to the caller that is a part of the last chunk. */
async function extractCloser(
  request: EngineRequest,
  { cut, read }: Pick<ChunkReader, 'cut'> & { readonly read: PartReader },
  chunks: readonly TextChunk[],
  answers: readonly EngineAnswer[],
): Promise<EngineAnswer> {
  const { text } = request;
  const { treeOf, ...merger } = createMerger(request);
  const pause = pauseOf(request);
  const trees: AnswerNode[] = [];
  for (const [i, answer] of answers.entries()) {
    trees.push(treeOf(answer, chunks[i]!));
    await pause();
  }
  const all = [...answers];
  const merged = merger.merge(trees);
  await pause();
  const root = await lookCloser(merged, {
    ...merger,
    text,
    pause,
    isFree: (pointer) =>
      stringPolicyAt(request.schema, pointer) === 'verbatim' &&
      subschemasAt(request.schema, pointer).every(({ maxLength }) => maxLength === undefined),
    isWorthReading: ({ start, end }) => cut.countTokens(text.slice(start, end)) <= cut.maxTokens * CLOSER_SHARE,
    read: async (part) => {
      const answer = await read(part, chunks.length - 1);
      all.push(answer);
      return toAnswerTree(answer, part.start);
    },
  });
  await pause();
  return toAnswer(root, all, request);
}

function withPartial(error: unknown, answers: readonly EngineAnswer[], chunks: readonly TextChunk[], request: EngineRequest): unknown {
  if (!(error instanceof AbortedError) || answers.length === 0) return error;
  const { merge, treeOf } = createMerger(request);
  const { data, fields } = toAnswer(merge(answers.map((answer, i) => treeOf(answer, chunks[i]!))), answers, request);
  return new AbortedError(error.code, error.message, {
    details: { ...error.details, partial: { data, fields }, readUntil: chunks[answers.length - 1]!.end },
    cause: error.cause,
  });
}

/** How answers on parts of one text become one. */
function createMerger({ text, schema }: EngineRequest) {
  const mayMix = (pointer: string) =>
    subschemasAt(schema, pointer).every((one) => one.properties === undefined || isPlainObjectSchema(one));
  const rules: MergeRules = { mayMix, isLabelled: (pointer, field) => isLabelled(text, pointer, field) };
  const merge = (nodes: readonly AnswerNode[], pointer = '') => mergeNodes(nodes, rules, pointer);
  const treeOf = (answer: EngineAnswer, { start, end }: TextChunk) =>
    joinEchoes(toAnswerTree(answer, start), { text: text.slice(start, end), merge });
  return { merge, treeOf, isLabelled: rules.isLabelled };
}

/** @param answers - all that went into it */
function toAnswer(merged: AnswerNode, answers: readonly EngineAnswer[], { schema }: EngineRequest): EngineAnswer {
  const { data, fields } = fromAnswerTree(fitLists(merged, schema, ''));
  const sum = (count: (usage: EngineAnswer['usage']) => number) => answers.reduce((total, { usage }) => total + count(usage), 0);
  return {
    data,
    fields,
    missing: Object.entries(fields).flatMap(([pointer, { value }]) => (value === null && isRequiredAt(schema, pointer) ? [pointer] : [])),
    truncated: answers.some(({ truncated }) => truncated),
    usage: {
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      modelCalls: sum(({ modelCalls }) => modelCalls),
    },
  };
}

/** What the schema asks of lists as a whole: a required one without items is empty, not missing; none is longer or more alike than it may be. */
function fitLists(node: AnswerNode, schema: JsonSchema, pointer: string): AnswerNode {
  if (node.kind === 'array') {
    const rules = subschemasAt(schema, pointer);
    const most = Math.min(...rules.map(({ maxItems }) => (typeof maxItems === 'number' ? maxItems : Number.POSITIVE_INFINITY)));
    const items = surestItems(rules.some(({ uniqueItems }) => uniqueItems === true) ? withoutTwins(node.items) : node.items, most);
    return { kind: 'array', items: items.map((item, i) => fitLists(item, schema, `${pointer}/${i}`)) };
  }
  if (node.kind === 'leaf') return isMissingList(node, schema, pointer) ? { kind: 'array', items: [] } : node;
  return mapMembers(node, pointer, (member, at) => fitLists(member, schema, at));
}

function isMissingList(leaf: AnswerNode & { kind: 'leaf' }, schema: JsonSchema, pointer: string): boolean {
  if (leaf.field.value !== null || !isRequiredAt(schema, pointer)) return false;
  return subschemasAt(schema, pointer).some((one) => typeWithoutNull(one) === 'array');
}

function withoutTwins(items: readonly AnswerNode[]): AnswerNode[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const value = JSON.stringify(fromAnswerTree(item).data);
    return !seen.has(value) && seen.add(value);
  });
}
