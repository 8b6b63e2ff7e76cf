import { escapePointerSegment } from '../../json/json-pointer.js';
import type { ExtractedField } from '../types.js';
import { type AnswerNode, givenLeavesOf, mapMembers } from './answer-tree.js';
import type { TextChunk } from './cut-text.js';
import { isScant, isTorn, mended, placedLeaves, windowOfDoubt } from './doubtful-records.js';

/** What a closer look has to know. */
export interface CloserLook {
  readonly text: string;
  /** whether a part is so much shorter than a chunk that reading it may tell more */
  readonly isWorthReading: (part: TextChunk) => boolean;
  /** extracts from a part of the text; spans of the answer are offsets of the whole */
  readonly read: (part: TextChunk) => Promise<AnswerNode>;
  /** makes one record of two that are the same */
  readonly merge: (records: readonly AnswerNode[], pointer: string) => AnswerNode;
  /** whether the string at a JSON pointer may be any stretch of the text */
  readonly isFree: (pointer: string) => boolean;
  /** whether a value stands behind a label that names it */
  readonly isLabelled: (pointer: string, field: ExtractedField) => boolean;
  /** called between records, so that the event loop is not blocked */
  readonly pause?: () => Promise<void>;
}

const keyOf = ({ start, end }: Partial<TextChunk>) => `${start}-${end}`;

const sharesPlace = (a: AnswerNode, b: AnswerNode): boolean => {
  const places = placedLeaves(b);
  return placedLeaves(a).some(({ start, end }) => places.some((other) => start < other.end && other.start < end));
};

const isWithin = (record: AnswerNode, window: TextChunk): boolean =>
  placedLeaves(record).every(({ start, end }) => window.start <= start && end <= window.end);

/** A record without what its own paragraph tells better: values from elsewhere that no label names, and torn ones. */
function withoutStrays(record: AnswerNode, closer: AnswerNode, window: TextChunk, look: CloserLook, pointer: string): AnswerNode {
  if (record.kind !== 'object' || closer.kind !== 'object') return record;
  const members = [...record.members].filter(([name, member]) => {
    const own = closer.members.get(name);
    if (member.kind !== 'leaf' || own?.kind !== 'leaf' || own.field.value === null) return true;
    if (isTorn(look.text, member.field)) return false;
    return isWithin(member, window) || look.isLabelled(`${pointer}/${escapePointerSegment(name)}`, member.field);
  });
  return { kind: 'object', members: new Map(members) };
}

/** A value that the closer look has left torn is made whole by code. */
function withWholeWords(node: AnswerNode, look: CloserLook, pointer: string): AnswerNode {
  if (node.kind === 'leaf') return look.isFree(pointer) ? { ...node, field: mended(node.field, look.text) } : node;
  if (node.kind === 'array') return { kind: 'array', items: node.items.map((item, i) => withWholeWords(item, look, `${pointer}/${i}`)) };
  return mapMembers(node, pointer, (member, at) => withWholeWords(member, look, at));
}

/** Places of single values that the text names as what they are. */
function labelledPlaces(node: AnswerNode, look: CloserLook, pointer = ''): string[] {
  if (node.kind === 'leaf') return node.field.value !== null && look.isLabelled(pointer, node.field) ? [keyOf(node.field)] : [];
  if (node.kind === 'array') return [];
  return [...node.members].flatMap(([key, member]) => labelledPlaces(member, look, `${pointer}/${escapePointerSegment(key)}`));
}

/**
 * Reads the records of lists that something speaks against once more, each with little around it: what its own paragraph gives wins. A record of
 * which hardly anything was given is left out where it is not seen again, and where all of it is what the text names as single values: a chunk without records is tempted to make one of them.
 */
export async function lookCloser(root: AnswerNode, look: CloserLook): Promise<AnswerNode> {
  const named = new Set(labelledPlaces(root, look));
  const answers = new Map<string, AnswerNode>();
  const read = async (window: TextChunk): Promise<AnswerNode> => {
    const known = answers.get(keyOf(window)) ?? (await look.read(window));
    answers.set(keyOf(window), known);
    return known;
  };
  const settleRecord = async (record: AnswerNode, path: readonly string[], pointer: string): Promise<AnswerNode | undefined> => {
    if (record.kind !== 'object' || placedLeaves(record).length === 0) return record;
    if (isScant(record) && placedLeaves(record).every((place) => named.has(keyOf(place)))) return undefined;
    const window = windowOfDoubt(record, look.text);
    if (window === undefined || !look.isWorthReading(window)) return record;
    const again = itemsAt(await read(window), path).filter((item) => sharesPlace(item, record));
    if (again.length === 0) return isScant(record) && isWithin(record, window) ? undefined : record;
    const closer = again.reduce((a, b) => (givenLeavesOf(b).length > givenLeavesOf(a).length ? b : a));
    return withWholeWords(look.merge([withoutStrays(record, closer, window, look, pointer), closer], pointer), look, pointer);
  };
  const visit = async (node: AnswerNode, path: readonly string[]): Promise<AnswerNode> => {
    if (node.kind === 'leaf') return node;
    const pointer = path.map((key) => `/${escapePointerSegment(key)}`).join('');
    if (node.kind === 'array') {
      const items: AnswerNode[] = [];
      for (const [i, item] of node.items.entries()) {
        await look.pause?.();
        const settled = await settleRecord(item, path, `${pointer}/${i}`);
        if (settled) items.push(settled);
      }
      return { kind: 'array', items };
    }
    const members = new Map<string, AnswerNode>();
    for (const [key, member] of node.members) members.set(key, await visit(member, [...path, key]));
    return { kind: 'object', members };
  };
  return visit(root, []);
}

/** Items of the list at a path of member names. */
function itemsAt(root: AnswerNode, path: readonly string[]): readonly AnswerNode[] {
  let node: AnswerNode | undefined = root;
  for (const key of path) node = node?.kind === 'object' ? node.members.get(key) : undefined;
  return node?.kind === 'array' ? node.items : [];
}
