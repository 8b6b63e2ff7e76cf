import { throwIfAborted } from '../../decode/run-generation.js';
import { AbortedError } from '../../errors/index.js';
import { escapePointerSegment } from '../../json/json-pointer.js';
import { type JsonSchema, typeWithoutNull } from '../../schema/json-schema.js';
import { isPlainObjectSchema, withoutRequired } from '../answer-schema.js';
import type { EngineAnswer, EngineRequest } from '../engine.js';
import { isRequiredAt } from '../required-leaves.js';
import { stringPolicyAt, subschemasAt } from '../string-policy.js';
import { type AnswerNode, fromAnswerTree, toAnswerTree } from './answer-tree.js';
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

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Extracts from a text that is longer than the model's window: chunk by chunk, and merges what they gave.
 * @throws {AbortedError} `aborted` or `timeout`; `details.partial` holds data and fields of the chunks that were read, `details.readUntil`
 * the UTF-16 offset up to which they go
 */
export async function extractLongText(request: EngineRequest, reader: ChunkReader): Promise<EngineAnswer> {
  const { text, signal } = request;
  const chunks = await cutText(text, {
    ...reader.cut,
    pause: async () => {
      throwIfAborted(signal);
      await nextTurn();
    },
  });
  const answers: EngineAnswer[] = [];
  try {
    for (const index of chunks.keys()) answers.push(await reader.extract(partOf(request, chunks[index]!, index, chunks.length)));
    return await extractCloser(request, reader, chunks, answers);
  } catch (error) {
    throw withPartial(error, answers, chunks, request);
  }
}

/** The request for a part of the text, in which nothing is required. */
function partOf(request: EngineRequest, { start, end }: TextChunk, chunk: number, chunks: number): EngineRequest {
  return {
    ...request,
    text: request.text.slice(start, end),
    schema: withoutRequired(request.schema),
    onProgress: (progress) => request.onProgress?.({ ...progress, chunk, chunks }),
  };
}

/** Merges what the chunks gave, and reads once more what is doubtful in it; to the caller that is a part of the last chunk. */
async function extractCloser(
  request: EngineRequest,
  reader: ChunkReader,
  chunks: readonly TextChunk[],
  answers: readonly EngineAnswer[],
): Promise<EngineAnswer> {
  const { text } = request;
  const { mergeChunks, ...merger } = createMerger(request);
  const all = [...answers];
  const root = await lookCloser(mergeChunks(answers, chunks), {
    ...merger,
    text,
    isFree: (pointer) =>
      stringPolicyAt(request.schema, pointer) === 'verbatim' &&
      subschemasAt(request.schema, pointer).every(({ maxLength }) => maxLength === undefined),
    isWorthReading: ({ start, end }) => reader.cut.countTokens(text.slice(start, end)) <= reader.cut.maxTokens * CLOSER_SHARE,
    read: async (part) => {
      const answer = await reader.extract(partOf(request, part, chunks.length - 1, chunks.length));
      all.push(answer);
      return toAnswerTree(answer, part.start);
    },
  });
  return toAnswer(root, all, request);
}

function withPartial(error: unknown, answers: readonly EngineAnswer[], chunks: readonly TextChunk[], request: EngineRequest): unknown {
  if (!(error instanceof AbortedError) || answers.length === 0) return error;
  const { data, fields } = toAnswer(createMerger(request).mergeChunks(answers, chunks), answers, request);
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
  const mergeChunks = (answers: readonly EngineAnswer[], chunks: readonly TextChunk[]) =>
    merge(
      answers.map((answer, i) => {
        const { start, end } = chunks[i]!;
        return joinEchoes(toAnswerTree(answer, start), { text: text.slice(start, end), merge });
      }),
    );
  return { merge, mergeChunks, isLabelled: rules.isLabelled };
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
  const members = [...node.members].map(
    ([key, member]) => [key, fitLists(member, schema, `${pointer}/${escapePointerSegment(key)}`)] as const,
  );
  return { kind: 'object', members: new Map(members) };
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
