import type { ExtractedField, Extraction } from '@maaza/core';

/** One value of the result and what is known about it. */
export interface Leaf {
  readonly pointer: string;
  /** undefined where the value is missing from `data` */
  readonly value: unknown;
  readonly field: ExtractedField | undefined;
}

/**
 * All values of a result in the order of its data, followed by those that are missing from it. Empty lists and objects count as values,
 * so that nothing of `data` goes unseen.
 */
export function listLeaves(extraction: Pick<Extraction, 'data' | 'fields'>): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (value: unknown, pointer: string): void => {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    for (const [key, item] of entries) walk(item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (entries.length === 0) leaves.push({ pointer, value, field: fieldAt(extraction, pointer) });
  };
  walk(extraction.data, '');
  const seen = new Set(leaves.map((leaf) => leaf.pointer));
  const isInside = (pointer: string) => leaves.some((leaf) => leaf.pointer.startsWith(`${pointer}/`));
  for (const [pointer, field] of Object.entries(extraction.fields)) {
    if (!seen.has(pointer) && !isInside(pointer)) leaves.push({ pointer, value: undefined, field });
  }
  // An empty object as the whole result says nothing next to the fields that are missing from it.
  return leaves.length > 1 ? leaves.filter((leaf) => leaf.pointer !== '') : leaves;
}

const fieldAt = (extraction: Pick<Extraction, 'fields'>, pointer: string) =>
  Object.hasOwn(extraction.fields, pointer) ? extraction.fields[pointer] : undefined;
