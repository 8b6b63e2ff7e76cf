import { escapePointerSegment } from '../../json/json-pointer.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import { takeOut } from '../answer-edits.js';
import { isPlainObjectSchema, pruneAnswer } from '../answer-schema.js';
import type { Engine, PartialAnswer } from '../engine.js';
import type { ResolvedExtractOptions } from '../options.js';
import { absentItems } from '../settle-answer.js';
import { subschemasAt } from '../string-policy.js';
import { findImprobable, leadsTo } from '../thresholds.js';
import type { ExtractedField, Extraction, NullReason } from '../types.js';

export interface PartialContext {
  readonly schema: JsonSchema;
  readonly options: Pick<ResolvedExtractOptions, 'rules' | 'minProbability'>;
  readonly engine: Pick<Engine, 'minProbability'>;
}

/** What of the final data is known. */
export interface SettledPart {
  readonly data: unknown;
  /** JSON pointers into the final data of what is complete */
  readonly closed: readonly string[];
}

/**
 * Does to a part of an answer what `settleAnswer` will do to the whole: what comes out is a part of the final data. Values that rules look at
 * wait for the whole; so does what stands behind an item of a list of which it is not known whether it stays.
 * @returns undefined where nothing of the data is known yet
 */
export function settlePartial({ answer, settled, openContainer }: PartialAnswer, context: PartialContext): SettledPart | undefined {
  const { schema, options, engine } = context;
  const patterns = options.rules.flatMap((rule) => {
    if (typeof rule === 'function') return [];
    return 'sum' in rule ? [...rule.sum, rule.equals] : rule.before;
  });
  const entries = Object.entries(settled).filter(([pointer]) => !patterns.some((pattern) => leadsTo(pattern, pointer)));
  const fields = Object.fromEntries(entries);
  const reasons = new Map<string, NullReason>(absentItems(fields));
  for (const pointer of findImprobable(fields, schema, options.minProbability, engine.minProbability ?? 0))
    reasons.set(pointer, 'below_threshold');
  const selection = new Selection(fields, reasons, schema, openContainer);
  const part = selection.select(answer, '');
  if (part === undefined) return undefined;
  const edited = takeOut(part.value, fields, reasons, schema);
  const closed = selection.closed.flatMap((pointer) => edited.placeOf(pointer) ?? []);
  return { data: pruneAnswer(edited.data, schema, () => undefined), closed };
}

/** The part that is everything. */
export function wholeOf({ data, fields }: Pick<Extraction, 'data' | 'fields'>): SettledPart {
  const all: string[] = [];
  const visit = (value: unknown, pointer: string): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) visit(member, `${pointer}/${escapePointerSegment(key)}`);
    all.push(pointer);
  };
  visit(data, '');
  return { data, closed: [...new Set([...Object.keys(fields), ...all])] };
}

interface Selected {
  readonly value: unknown;
  /** nothing of it is open, and all of it is settled */
  readonly isComplete: boolean;
  /** holds a value that stays: an item with one is not taken out of its list */
  readonly stays: boolean;
}

class Selection {
  readonly #fields: Readonly<Record<string, ExtractedField>>;
  readonly #reasons: ReadonlyMap<string, NullReason>;
  readonly #schema: JsonSchema;
  readonly #open: string | undefined;
  readonly closed: string[] = [];

  constructor(
    fields: Readonly<Record<string, ExtractedField>>,
    reasons: ReadonlyMap<string, NullReason>,
    schema: JsonSchema,
    open: string | undefined,
  ) {
    this.#fields = fields;
    this.#reasons = reasons;
    this.#schema = schema;
    this.#open = open;
  }

  /** @returns undefined where nothing of a value is known */
  select(value: unknown, pointer: string): Selected | undefined {
    const isLeaf = typeof value !== 'object' || value === null;
    const selected = isLeaf ? this.#leaf(value, pointer) : this.#container(value, pointer);
    if (selected?.isComplete) this.closed.push(pointer);
    return selected;
  }

  #leaf(value: unknown, pointer: string): Selected | undefined {
    const field = this.#fields[pointer];
    if (field === undefined) return undefined;
    // What the engine read decides: an empty copy is null.
    const settled = value === null ? null : field.value;
    return { value: settled, isComplete: true, stays: settled !== null && !this.#reasons.has(pointer) };
  }

  #container(value: object, pointer: string): Selected | undefined {
    const isClosed = this.#open === undefined || !(this.#open === pointer || this.#open.startsWith(`${pointer}/`));
    const mark = this.closed.length;
    const selected = Array.isArray(value) ? this.#list(value, pointer, isClosed) : this.#object(value, pointer, isClosed);
    const mayComeInParts = Array.isArray(value) || subschemasAt(this.#schema, pointer).every(isPlainObjectSchema);
    if (selected.isComplete || mayComeInParts) return selected;
    // Which branch of the schema it belongs to is known from the whole only.
    this.closed.length = mark;
    return undefined;
  }

  #object(value: object, pointer: string, isClosed: boolean): Selected {
    const part: Record<string, unknown> = {};
    let isComplete = isClosed;
    let stays = false;
    for (const [key, member] of Object.entries(value)) {
      const selected = this.select(member, `${pointer}/${escapePointerSegment(key)}`);
      isComplete &&= selected?.isComplete === true;
      if (selected === undefined) continue;
      stays ||= selected.stays;
      Object.defineProperty(part, key, { value: selected.value, enumerable: true, writable: true, configurable: true });
    }
    return { value: part, isComplete, stays };
  }

  #list(items: readonly unknown[], pointer: string, isClosed: boolean): Selected {
    const part: unknown[] = [];
    let isComplete = isClosed;
    let stays = false;
    for (const [i, item] of items.entries()) {
      const mark = this.closed.length;
      const selected = this.select(item, `${pointer}/${i}`);
      if (selected === undefined || !(selected.isComplete || selected.stays)) {
        this.closed.length = mark;
        return { value: part, isComplete: false, stays };
      }
      isComplete &&= selected.isComplete;
      stays ||= selected.stays;
      part.push(selected.value);
    }
    return { value: part, isComplete, stays };
  }
}
