import { escapePointerSegment } from '../../json/json-pointer.js';
import type { ExtractedField } from '../types.js';
import { type AnswerNode, leavesOf } from './answer-tree.js';

/** What merging has to know of schema and text. */
export interface MergeRules {
  /** whether the object at a JSON pointer may get its members from different chunks */
  readonly mayMix: (pointer: string) => boolean;
  /** whether a value stands behind a label that names it */
  readonly isLabelled: (pointer: string, field: ExtractedField) => boolean;
}

type Leaf = Extract<AnswerNode, { kind: 'leaf' }>;
type ObjectNode = Extract<AnswerNode, { kind: 'object' }>;
type ArrayNode = Extract<AnswerNode, { kind: 'array' }>;

const probabilityOf = ({ probability = 0.5 }: ExtractedField) => probability;
const spanOf = ({ start, end }: ExtractedField) => (start === undefined ? undefined : `${start}-${end}`);
const isEmpty = (node: AnswerNode) => leavesOf(node).every(({ value }) => value === null);

/** Finds of one value in several chunks: each place counts once, and each one more makes the value likelier. */
function confidence(finds: readonly Leaf[]): number {
  const byPlace = new Map<string, number>();
  finds.forEach(({ field }, i) => {
    const place = spanOf(field) ?? `unplaced ${i}`;
    byPlace.set(place, Math.max(byPlace.get(place) ?? 0, probabilityOf(field)));
  });
  let doubt = 1;
  for (const probability of byPlace.values()) doubt *= 1 - probability;
  return 1 - doubt;
}

/**
 * The value that most speaks for, and of its finds the surest; null only where no chunk has a value. A chunk that does not hold the value is tempted by
 * others of its kind, so one that stands behind its label wins over all that do not.
 */
function mergeLeaves(leaves: readonly Leaf[], { isLabelled }: MergeRules, pointer: string): Leaf {
  const given = leaves.filter(({ field }) => field.value !== null);
  const labelled = given.filter(({ field }) => isLabelled(pointer, field));
  const finds = labelled.length > 0 ? labelled : given;
  if (finds.length === 0) {
    // As sure of its absence as the chunk that was least sure.
    const least = leaves.reduce((a, b) => (probabilityOf(b.field) < probabilityOf(a.field) ? b : a));
    return { ...least, isInData: leaves.some(({ isInData }) => isInData) };
  }
  const byValue = new Map<string, Leaf[]>();
  for (const find of finds) {
    const key = JSON.stringify(find.field.value);
    byValue.set(key, [...(byValue.get(key) ?? []), find]);
  }
  const [best] = [...byValue.values()]
    .map((group) => ({ group, weight: confidence(group) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ group }) => group);
  return best!.reduce((a, b) => (probabilityOf(b.field) > probabilityOf(a.field) ? b : a));
}

/** How much speaks for a record: what was found of it, by probability. */
const weightOf = (node: AnswerNode) => leavesOf(node).reduce((sum, field) => sum + (field.value === null ? 0 : probabilityOf(field)), 0);

function mergeObjects(objects: readonly ObjectNode[], rules: MergeRules, pointer: string): AnswerNode {
  // Members that depend on each other stay together.
  if (!rules.mayMix(pointer)) return objects.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  const keys = new Set(objects.flatMap(({ members }) => [...members.keys()]));
  const members = new Map<string, AnswerNode>();
  for (const key of keys) {
    const at = `${pointer}/${escapePointerSegment(key)}`;
    const found = objects.flatMap((object) => object.members.get(key) ?? []);
    members.set(key, mergeNodes(found, rules, at));
  }
  return { kind: 'object', members };
}

/** Two items are the same record where a value of both stands at the same place, or where neither has a place and all values are equal. */
function identities(item: AnswerNode): string[] {
  const leaves = leavesOf(item);
  const spans = leaves.flatMap((leaf) => spanOf(leaf) ?? []);
  return spans.length > 0 ? spans : [`values ${JSON.stringify(leaves.map(({ value }) => value))}`];
}

/** Items in the order of the text; what two chunks both saw, because they overlap, becomes one item. */
function mergeArrays(arrays: readonly ArrayNode[], rules: MergeRules, pointer: string): AnswerNode {
  const groups: { items: AnswerNode[]; array: number }[] = [];
  const groupOf = new Map<string, number>();
  arrays.forEach(({ items }, array) => {
    for (const item of items) {
      const names = identities(item);
      // Within one chunk the model meant two items.
      const known = names.map((name) => groupOf.get(name)).find((at) => at !== undefined && groups[at]!.array !== array);
      const at = known ?? groups.push({ items: [], array }) - 1;
      groups[at]!.items.push(item);
      groups[at]!.array = array;
      for (const name of names) if (!groupOf.has(name)) groupOf.set(name, at);
    }
  });
  const merged = groups.map(({ items }, i) => mergeNodes(items, rules, `${pointer}/${i}`));
  return { kind: 'array', items: merged.filter((item) => !isEmpty(item)) };
}

/** The surest `count` items, in their order. */
export function surestItems(items: readonly AnswerNode[], count: number): readonly AnswerNode[] {
  if (items.length <= count) return items;
  const kept = new Set([...items].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, count));
  return items.filter((item) => kept.has(item));
}

/**
 * Merges what several chunks of one text gave for one value. Single values: the one that the surest and most finds agree on. Objects: member
 * by member. Lists: one after the other, each record once.
 */
export function mergeNodes(nodes: readonly AnswerNode[], rules: MergeRules, pointer = ''): AnswerNode {
  const arrays = nodes.filter((node) => node.kind === 'array');
  const objects = nodes.filter((node) => node.kind === 'object');
  if (arrays.length > 0) return mergeArrays(arrays, rules, pointer);
  if (objects.length > 0) return mergeObjects(objects, rules, pointer);
  return mergeLeaves(
    nodes.filter((node) => node.kind === 'leaf'),
    rules,
    pointer,
  );
}
