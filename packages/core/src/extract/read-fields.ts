import type { Calibration, LeafKind } from '../calibrate/index.js';
import { calibrated, weigh } from '../calibrate/index.js';
import type { DecodedLeaf } from '../decode/leaf.js';
import type { SourceText } from '../decode/source-text.js';
import { chooseOccurrence, createGrounder, type GroundedValue, type Grounder, isUnitKey } from '../ground/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { EngineRequest } from './engine.js';
import { atPointer, setAtPointer } from './json-pointer.js';
import { describeLeaf, type LeafDescription } from './leaf-description.js';
import { featuresOf } from './leaf-features.js';
import type { ExtractedField, JsonValue } from './types.js';

/** What fields are read from: an answer with nulls, and what decoding knows of its leaves. */
export interface FieldSource {
  readonly answer: unknown;
  readonly leaves: readonly DecodedLeaf[];
  readonly source: SourceText;
  readonly schema: JsonSchema;
  readonly request: EngineRequest;
  readonly calibration: Calibration;
}

type Fields = Record<string, ExtractedField>;

/**
 * Finds the place of each leaf, lets the printed form win where it says something else, and turns raw probabilities into calibrated ones.
 * @returns the fields in the order of the leaves, and the answer with the values that the text prints
 */
export function readFields(from: FieldSource): { readonly answer: unknown; readonly fields: Fields } {
  const { request, leaves, schema } = from;
  const grounder = createGrounder(request.text, {
    dateOrder: request.dateOrder,
    decimalMark: request.decimalMark,
    referenceDate: request.referenceDate,
  });
  const described = new Map(leaves.map((leaf) => [leaf.pointer, describeLeaf(schema, leaf.pointer)]));
  const context = { ...from, grounder, described, leavesOfKind: countKinds(described, from.answer) };
  const fields: Fields = {};
  let answer = from.answer;
  // Copied values first: their places anchor the search for the others.
  const copiedFirst = [...leaves].sort((a, b) => Number(b.sourceLength !== undefined) - Number(a.sourceLength !== undefined));
  for (const leaf of copiedFirst) {
    const value = (atPointer(answer, leaf.pointer) ?? null) as JsonValue;
    const field = readField(leaf, value, fields, context);
    if (field.value !== value) answer = setAtPointer(answer, leaf.pointer, field.value);
    fields[leaf.pointer] = field;
  }
  return { answer, fields: Object.fromEntries(leaves.map(({ pointer }) => [pointer, fields[pointer]!])) };
}

/** What one field is read with. */
export interface FieldContext extends Omit<FieldSource, 'answer' | 'leaves'> {
  readonly grounder: Grounder;
  readonly described: ReadonlyMap<string, LeafDescription>;
  /** kind → values of the answer that are of it; nulls take no print away from the others */
  readonly leavesOfKind: ReadonlyMap<LeafDescription['kind'], number>;
}

function countKinds(described: ReadonlyMap<string, LeafDescription>, answer: unknown): Map<LeafDescription['kind'], number> {
  const counts = new Map<LeafDescription['kind'], number>();
  for (const [pointer, { kind }] of described) {
    if ((atPointer(answer, pointer) ?? null) !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** @param fields - those that were read before: near them the place is looked for */
export function readField(leaf: DecodedLeaf, value: JsonValue, fields: Readonly<Fields>, context: FieldContext): ExtractedField {
  const description = context.described.get(leaf.pointer)!;
  const { field, isOnly } = locate(leaf, value, description, anchorsOf(leaf.pointer, fields), context);
  const kind = isOnly ? 'corrected' : leafKindOf(field, description.isChoice, leaf.sourceLength !== undefined);
  return { ...field, probability: probabilityOf(leaf, kind, context.calibration) };
}

function probabilityOf(leaf: DecodedLeaf, kind: LeafKind, { model, leaves }: Calibration): number {
  if (model && leaf.evidence) return weigh(kind === 'null' ? model.nulls : model.values, featuresOf(leaf, leaf.evidence, kind));
  const raw = Math.exp(leaf.logProbability);
  const curve = leaves[kind];
  return curve ? calibrated(curve, raw) : raw;
}

/** Which curve turns the raw probability of a field into a calibrated one. */
export function leafKindOf({ value, grounded, proposed, reason }: ExtractedField, isChoice: boolean, isCopied: boolean): LeafKind {
  if (reason === 'ambiguous') return 'unprinted';
  if (proposed !== undefined) return 'corrected';
  if (value === null) return 'null';
  if (isChoice) return 'chosen';
  if (!grounded) return 'unprinted';
  return isCopied ? 'copied' : 'written';
}

function locate(
  leaf: DecodedLeaf,
  value: JsonValue,
  description: LeafDescription,
  anchors: readonly number[],
  context: FieldContext,
): { readonly field: ExtractedField; readonly isOnly?: boolean } {
  const { request, source, grounder } = context;
  const copied = value === null ? undefined : copiedSpan(leaf, source, request.text, anchors);
  if (copied) return { field: { value, ...copied, grounded: true } };
  const found = grounder.ground(groundable(leaf.pointer, value, description, anchors, context));
  if (found && request.normalise !== false && description.isNormalised) {
    const isOnly = found.isOnly === true;
    const place = { ...spanOf(found), grounded: true };
    if (found.doubt) return { field: { value: null, ...place, ...(value !== null && { proposed: value }), reason: 'ambiguous' } };
    if (!found.agrees) return { field: { value: found.value, ...place, proposed: value }, isOnly };
    if (isOnly) return { field: { value, ...place }, isOnly };
  }
  if (value === null) return { field: { value, grounded: false, reason: 'absent' } };
  const span = found?.agrees ? spanOf(found) : undefined;
  return { field: { value, ...span, grounded: span !== undefined } };
}

const spanOf = ({ printed, start, end }: GroundedValue) => ({ printed, start, end });

function groundable(
  pointer: string,
  value: JsonValue,
  { schema, kind }: LeafDescription,
  anchors: readonly number[],
  { described, leavesOfKind }: FieldContext,
): Parameters<Grounder['ground']>[0] {
  return {
    value: value as string | number | boolean | null,
    schema,
    key: keyOf(pointer),
    anchors,
    isOnlyLeaf: isOnlyLeaf(pointer, described),
    isOnlyOfKind: leavesOfKind.get(kind) === 1,
  };
}

/** Nothing else is asked for but the unit of the value; items of lists are never alone. */
function isOnlyLeaf(pointer: string, described: ReadonlyMap<string, LeafDescription>): boolean {
  if (described.size > 2 || /\/\d+(?:\/|$)/.test(pointer)) return false;
  return [...described.keys()].every((other) => other === pointer || isUnitKey(keyOf(other)));
}

/** The last name on the way to a value: items of a list are called as their list. */
const keyOf = (pointer: string): string => {
  const names = pointer.split('/').filter((segment) => !/^\d*$/.test(segment));
  return (names.at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
};

/** Where a verbatim value stands: its places are known from decoding, nothing is searched. */
function copiedSpan(leaf: DecodedLeaf, source: SourceText, text: string, anchors: readonly number[]) {
  if (!leaf.sourceStarts?.length || leaf.sourceLength === undefined) return undefined;
  const starts = leaf.sourceStarts.map((from) => source.unitOf[from]!);
  const start = chooseOccurrence(starts, anchors) ?? starts[0]!;
  const from = leaf.sourceStarts[starts.indexOf(start)]!;
  const end = source.unitOf[from + leaf.sourceLength]!;
  return { printed: text.slice(start, end), start, end };
}

/** Values of one record, to which a value with several places belongs most likely: those under the same parent. */
function anchorsOf(pointer: string, fields: Readonly<Fields>): number[] {
  const parent = pointer.slice(0, pointer.lastIndexOf('/') + 1);
  return Object.entries(fields).flatMap(([other, { start }]) => (start !== undefined && other.startsWith(parent) ? [start] : []));
}
