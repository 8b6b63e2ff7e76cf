import { escapePointerSegment, unescapePointerSegment } from '../../json/json-pointer.js';
import type { EngineAnswer } from '../engine.js';
import type { ExtractedField, JsonValue } from '../types.js';

/** One value of an answer together with what is known of it. */
export type AnswerNode =
  | {
      readonly kind: 'leaf';
      readonly field: ExtractedField /** false where the value was left out of the data */;
      readonly isInData: boolean;
    }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, AnswerNode> }
  | { readonly kind: 'array'; readonly items: readonly AnswerNode[] };

const unknownField = (value: JsonValue): ExtractedField => ({ value, grounded: false });

/** Offsets of a chunk become offsets of the text. */
function moved(field: ExtractedField, by: number): ExtractedField {
  return field.start === undefined || field.end === undefined ? field : { ...field, start: field.start + by, end: field.end + by };
}

/** Without the white space at its ends that a copy may have: else two chunks would see two values in one. */
function trimmed(field: ExtractedField): ExtractedField {
  const { value, printed, start, end } = field;
  if (typeof value !== 'string' || value !== printed || start === undefined || end === undefined) return field;
  const bare = value.trim();
  if (bare === value || bare === '') return field;
  const from = start + value.indexOf(bare);
  return { ...field, value: bare, printed: bare, start: from, end: from + bare.length };
}

/**
 * Data and fields of an answer as one tree, with the spans moved to where the chunk stands in the text.
 * @param offset - UTF-16 offset of the chunk
 */
export function toAnswerTree({ data, fields }: Pick<EngineAnswer, 'data' | 'fields'>, offset: number): AnswerNode {
  const leftOut = leftOutByParent(fields, data);
  const build = (value: unknown, pointer: string): AnswerNode => {
    if (Array.isArray(value)) return { kind: 'array', items: value.map((item, i) => build(item, `${pointer}/${i}`)) };
    if (typeof value !== 'object' || value === null)
      return { kind: 'leaf', field: moved(trimmed(fields[pointer] ?? unknownField(value as JsonValue)), offset), isInData: true };
    const members = new Map<string, AnswerNode>();
    for (const [key, member] of Object.entries(value)) members.set(key, build(member, `${pointer}/${escapePointerSegment(key)}`));
    for (const [key, field] of leftOut.get(pointer) ?? []) members.set(key, { kind: 'leaf', field, isInData: false });
    return { kind: 'object', members };
  };
  return build(data, '');
}

/** Fields whose value is not in the data, by the pointer of the object that they would be in. */
function leftOutByParent(fields: EngineAnswer['fields'], data: unknown): Map<string, [string, ExtractedField][]> {
  const byParent = new Map<string, [string, ExtractedField][]>();
  for (const [pointer, field] of Object.entries(fields)) {
    if (pointer === '' || isAt(data, pointer)) continue;
    const cut = pointer.lastIndexOf('/');
    const parent = pointer.slice(0, cut);
    const list = byParent.get(parent) ?? [];
    list.push([unescapePointerSegment(pointer.slice(cut + 1)), field]);
    byParent.set(parent, list);
  }
  return byParent;
}

function isAt(data: unknown, pointer: string): boolean {
  let at = data;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, unescapePointerSegment(segment))) return false;
    at = (at as Record<string, unknown>)[unescapePointerSegment(segment)];
  }
  return true;
}

/** The inverse of {@link toAnswerTree}. */
export function fromAnswerTree(root: AnswerNode): Pick<EngineAnswer, 'data' | 'fields'> {
  const fields: Record<string, ExtractedField> = {};
  const write = (node: AnswerNode, pointer: string): unknown => {
    if (node.kind === 'leaf') {
      fields[pointer] = node.field;
      return node.field.value;
    }
    if (node.kind === 'array') return node.items.map((item, i) => write(item, `${pointer}/${i}`));
    const data: Record<string, unknown> = {};
    for (const [key, member] of node.members) {
      const value = write(member, `${pointer}/${escapePointerSegment(key)}`);
      if (member.kind === 'leaf' && !member.isInData) continue;
      Object.defineProperty(data, key, { value, enumerable: true, writable: true, configurable: true });
    }
    return data;
  };
  return { data: write(root, ''), fields };
}

/** All leaves of a value. */
export function leavesOf(node: AnswerNode): ExtractedField[] {
  if (node.kind === 'leaf') return [node.field];
  const inner = node.kind === 'array' ? node.items : [...node.members.values()];
  return inner.flatMap(leavesOf);
}

/** The leaves that are there. */
export const givenLeavesOf = (node: AnswerNode): ExtractedField[] => leavesOf(node).filter(({ value }) => value !== null);

/** The object with another node for each member. */
export function mapMembers(
  { members }: AnswerNode & { readonly kind: 'object' },
  pointer: string,
  map: (member: AnswerNode, pointer: string) => AnswerNode,
): AnswerNode {
  const mapped = [...members].map(([key, member]) => [key, map(member, `${pointer}/${escapePointerSegment(key)}`)] as const);
  return { kind: 'object', members: new Map(mapped) };
}
