import { escapePointerSegment } from '../json/json-pointer.js';
import { acceptsNull, isSchemaObject, type JsonSchema } from '../schema/json-schema.js';
import { pruneAnswer } from './answer-schema.js';
import { subschemasAt } from './string-policy.js';
import type { ExtractedField, JsonValue, NullReason } from './types.js';

export type Fields = Readonly<Record<string, ExtractedField>>;

/** Data with its fields, and the required values that it lacks. */
export interface Edited {
  readonly data: unknown;
  readonly fields: Fields;
  readonly missing: readonly string[];
  /** where a pointer from before leads now; undefined where that went with an item of a list */
  readonly placeOf: (pointer: string) => string | undefined;
}

const isLeaf = (value: unknown): boolean => typeof value !== 'object' || value === null;

/**
 * Takes values out: they become null where the schema allows it, are left out of their object, or of their list, whose later items move up. A
 * record of a list that lost all its values goes too. Items of a tuple have a place of their own and stay, unless they may be null.
 */
export function takeOut(data: unknown, fields: Fields, reasons: ReadonlyMap<string, NullReason>, schema: JsonSchema): Edited {
  if (reasons.size === 0) return { data, fields, missing: [], placeOf: (pointer) => pointer };
  const rebuilder = new Rebuilder(reasons, schema);
  const rebuilt = rebuilder.rebuild(data, '', '');
  const missing: string[] = [];
  const pruned = pruneAnswer(rebuilt, schema, (pointer, isRequired) => {
    if (isRequired) missing.push(pointer);
  });
  return {
    data: pruned,
    fields: { ...rebuilder.moveFields(fields), ...rebuilder.emptied },
    missing,
    placeOf: (pointer) => rebuilder.placeOf(pointer),
  };
}

class Rebuilder {
  readonly #reasons: ReadonlyMap<string, NullReason>;
  readonly #schema: JsonSchema;
  /** pointer before → pointer now, of all that is still there */
  readonly #moved = new Map<string, string>();
  readonly #dropped = new Set<string>();
  /** lists of which nothing is left */
  readonly emptied: Record<string, ExtractedField> = {};

  constructor(reasons: ReadonlyMap<string, NullReason>, schema: JsonSchema) {
    this.#schema = schema;
    this.#reasons = new Map([...reasons].filter(([pointer]) => !this.#isFixed(pointer)));
  }

  rebuild(value: unknown, from: string, to: string): unknown {
    this.#moved.set(from, to);
    if (Array.isArray(value)) return this.#rebuildList(value, from, to);
    if (isSchemaObject(value)) {
      const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
        const at = `/${escapePointerSegment(key)}`;
        return [key, this.rebuild(item, from + at, to + at)];
      });
      return Object.fromEntries(entries);
    }
    return this.#reasons.has(from) ? null : value;
  }

  #rebuildList(items: readonly unknown[], from: string, to: string): unknown[] {
    const isTuple = this.#isTuple(from);
    const kept: unknown[] = [];
    const lost: unknown[] = [];
    items.forEach((item, i) => {
      const at = `${from}/${i}`;
      if (!isTuple && this.#isGone(item, at)) {
        this.#dropped.add(at);
        lost.push(item);
      } else kept.push(this.rebuild(item, at, `${to}/${kept.length}`));
    });
    if (kept.length === 0 && lost.length > 0) {
      const reason = this.#reasonBelow(from);
      this.emptied[to] = { value: [], grounded: false, proposed: lost as JsonValue[], reason };
    }
    return kept;
  }

  #isTuple(pointer: string): boolean {
    return subschemasAt(this.#schema, pointer).some(({ prefixItems, items }) => Array.isArray(prefixItems) || Array.isArray(items));
  }

  /** An item of a tuple that may not be null. */
  #isFixed(pointer: string): boolean {
    const cut = pointer.lastIndexOf('/');
    return /\/\d+$/.test(pointer) && this.#isTuple(pointer.slice(0, cut)) && !this.#mayBeNull(pointer);
  }

  #mayBeNull(pointer: string): boolean {
    const [schema = {}] = subschemasAt(this.#schema, pointer);
    return acceptsNull(schema, this.#schema);
  }

  /** A scalar that is taken out, or a record all whose values are. */
  #isGone(item: unknown, at: string): boolean {
    if (isLeaf(item)) return this.#reasons.has(at) && !this.#mayBeNull(at);
    const leaves = leavesOf(item, at);
    return leaves.some((pointer) => this.#reasons.has(pointer)) && leaves.every((pointer) => this.#reasons.has(pointer));
  }

  #reasonBelow(list: string): NullReason {
    for (const [pointer, reason] of this.#reasons) if (pointer.startsWith(`${list}/`)) return reason;
    return 'below_threshold';
  }

  moveFields(fields: Fields): Record<string, ExtractedField> {
    const result: Record<string, ExtractedField> = {};
    for (const [pointer, field] of Object.entries(fields)) {
      const to = this.placeOf(pointer);
      if (to === undefined) continue;
      const reason = this.#reasons.get(pointer);
      result[to] = reason === undefined ? field : { ...field, value: null, proposed: field.proposed ?? field.value, reason };
    }
    return result;
  }

  /** Where a pointer leads now: by its nearest container that is still there; undefined where it went with an item of a list. */
  placeOf(pointer: string): string | undefined {
    for (let end = pointer.length; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
      const container = pointer.slice(0, end);
      if (this.#dropped.has(container)) return undefined;
      const to = this.#moved.get(container);
      if (to !== undefined) return to + pointer.slice(end);
      if (end === 0) break;
    }
    return pointer;
  }
}

/** Pointers of the values in a part of the data; null is none. */
function leavesOf(value: unknown, pointer: string): string[] {
  if (value === null || value === undefined) return [];
  if (isLeaf(value)) return [pointer];
  return Object.entries(value as object).flatMap(([key, item]) => leavesOf(item, `${pointer}/${escapePointerSegment(key)}`));
}
