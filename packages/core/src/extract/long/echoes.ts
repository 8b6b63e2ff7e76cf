import type { ExtractedField } from '../types.js';
import { type AnswerNode, leavesOf } from './answer-tree.js';

const isSamePlace = (a: ExtractedField, b: ExtractedField) => a.start === b.start && a.end === b.end;

function isSame(a: AnswerNode, b: AnswerNode): boolean {
  const [first, second] = [leavesOf(a), leavesOf(b)];
  return first.length === second.length && first.every((leaf, i) => leaf.value === second[i]!.value && isSamePlace(leaf, second[i]!));
}

/** The text prints one of its values once: a second item with all of them is none. */
const isPrintedOnce = (item: AnswerNode, text: string): boolean =>
  leavesOf(item).some(({ printed }) => printed !== undefined && printed !== '' && text.indexOf(printed) === text.lastIndexOf(printed));

/**
 * Takes out the records that a model wrote again: all their values are those of an earlier one of the list, from the same places, of which the text
 * has only one.
 * @param text - what the answer was read from
 */
export function withoutEchoes(node: AnswerNode, text: string): AnswerNode {
  if (node.kind === 'leaf') return node;
  if (node.kind === 'object')
    return { kind: 'object', members: new Map([...node.members].map(([key, member]) => [key, withoutEchoes(member, text)])) };
  const kept: AnswerNode[] = [];
  for (const item of node.items) {
    const isEcho = item.kind === 'object' && kept.some((earlier) => isSame(earlier, item)) && isPrintedOnce(item, text);
    if (!isEcho) kept.push(withoutEchoes(item, text));
  }
  return { kind: 'array', items: kept };
}
