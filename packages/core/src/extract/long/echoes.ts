import { unescapePointerSegment } from '../../json/json-pointer.js';
import type { ExtractedField } from '../types.js';
import { type AnswerNode, givenLeavesOf, leavesOf, mapMembers } from './answer-tree.js';
import { isRecordKey } from './record-key.js';

/** What joining has to know. */
export interface EchoRules {
  /** what the answer was read from */
  readonly text: string;
  /** makes one record of two that are the same */
  readonly merge: (records: readonly AnswerNode[], pointer: string) => AnswerNode;
}

const isSamePlace = (a: ExtractedField, b: ExtractedField) => a.start === b.start && a.end === b.end;

function isSame(a: AnswerNode, b: AnswerNode): boolean {
  const [first, second] = [leavesOf(a), leavesOf(b)];
  return first.length === second.length && first.every((leaf, i) => leaf.value === second[i]!.value && isSamePlace(leaf, second[i]!));
}

const isPrintedOnce = ({ printed }: ExtractedField, text: string): boolean =>
  printed !== undefined && printed !== '' && text.indexOf(printed) === text.lastIndexOf(printed);

/** The value that tells a record of a list apart from the others. */
function keyOf(record: AnswerNode, list: string): ExtractedField | undefined {
  if (record.kind !== 'object') return undefined;
  const leaves = [...record.members].flatMap(([name, member]) => (member.kind === 'leaf' && isRecordKey(list, name) ? [member.field] : []));
  return leaves.find(({ start }) => start !== undefined);
}

/** Both are the one record that the text has: all of their values are the same, or the value that tells records apart is. */
function isEcho(earlier: AnswerNode, item: AnswerNode, list: string, text: string): boolean {
  if (item.kind !== 'object') return false;
  const [key, other] = [keyOf(item, list), keyOf(earlier, list)];
  if (key && other && isSamePlace(key, other)) return isPrintedOnce(key, text);
  return isSame(earlier, item) && leavesOf(item).some((leaf) => isPrintedOnce(leaf, text));
}

/** Says less than the other record, and nothing but what that says of the same places. */
function isPartOf(part: AnswerNode, whole: AnswerNode, text: string): boolean {
  if (part.kind !== 'object' || whole.kind !== 'object') return false;
  const given = givenLeavesOf(part);
  if (given.length >= givenLeavesOf(whole).length || !given.some((leaf) => isPrintedOnce(leaf, text))) return false;
  return [...part.members].every(([name, member]) => {
    if (givenLeavesOf(member).length === 0) return true;
    const other = whole.members.get(name);
    return member.kind === 'leaf' && member.field.start !== undefined && other?.kind === 'leaf' && isSamePlace(member.field, other.field);
  });
}

/**
 * A model in doubt writes the same record again, or once for each value that could be one of its members. Such records become one, where the text
 * prints what they share only once; one that only repeats a part of another is left out.
 */
export function joinEchoes(node: AnswerNode, rules: EchoRules, pointer = ''): AnswerNode {
  if (node.kind === 'leaf') return node;
  if (node.kind === 'object') return mapMembers(node, pointer, (member, at) => joinEchoes(member, rules, at));
  const list = unescapePointerSegment(pointer.split('/').findLast((segment) => !/^\d*$/.test(segment)) ?? '');
  const groups: AnswerNode[][] = [];
  for (const [i, item] of node.items.entries()) {
    const own = joinEchoes(item, rules, `${pointer}/${i}`);
    const group = groups.find(([first]) => isEcho(first!, own, list, rules.text));
    if (group) group.push(own);
    else groups.push([own]);
  }
  const records = groups.map((group, i) => (group.length === 1 ? group[0]! : rules.merge(group, `${pointer}/${i}`)));
  return { kind: 'array', items: records.filter((record) => !records.some((other) => isPartOf(record, other, rules.text))) };
}
