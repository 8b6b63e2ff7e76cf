import { readFileSync } from 'node:fs';
import type { Calibration, LeafFeatures, LeafKind } from '../../packages/core/src/calibrate/index.js';
import type { DecodedLeaf, LeafEvidence } from '../../packages/core/src/decode/leaf.js';
import { SourceText } from '../../packages/core/src/decode/source-text.js';
import { describeLeaf, isCopiedAt } from '../../packages/core/src/extract/leaf-description.js';
import { featuresOf } from '../../packages/core/src/extract/leaf-features.js';
import { leafKindOf, readFields } from '../../packages/core/src/extract/read-fields.js';
import { isRequiredAt } from '../../packages/core/src/extract/required-leaves.js';
import type { ExtractedField, JsonSchema, JsonValue } from '../../packages/core/src/extract/types.js';

/** One answer of the model as it came out: raw probabilities, nothing normalised, nothing taken out. */
export interface Look {
  readonly schema: JsonSchema;
  readonly data: JsonValue;
  readonly fields: Readonly<Record<string, ExtractedField>>;
  readonly truncated: boolean;
  /** JSON pointer → what decoding knew */
  readonly evidence: Readonly<Record<string, LeafEvidence>>;
  readonly error?: string;
}

/** A labelled text with the model's answers to it: one line of a file of leaf records. */
export interface LeafRecord {
  /** which draw of the generator it is from; one is fitted on, another one is only measured */
  readonly set: string;
  readonly id: string;
  readonly text: string;
  readonly schema: JsonSchema;
  readonly expected: JsonValue;
  readonly asIs: Look;
  /** the same with every key required, and with none: what the second look at required values is judged by */
  readonly allRequired?: Look;
  readonly noneRequired?: Look;
}

/** One leaf with its label. */
export interface LabelledLeaf {
  readonly pointer: string;
  readonly kind: LeafKind;
  readonly raw: number;
  /** absent where decoding told nothing of the leaf */
  readonly features?: LeafFeatures;
  readonly field: ExtractedField;
  readonly expected: JsonValue;
  readonly isRight: boolean;
  readonly mayBeMissing: boolean;
}

export const readRecords = (file: string): LeafRecord[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LeafRecord);

const isObject = (value: unknown): value is Record<string, JsonValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMissing = (value: unknown) => value === null || value === undefined;
const collapse = (text: string) => text.trim().replace(/\s+/g, ' ');

export function isSame(a: unknown, b: unknown): boolean {
  if (isMissing(a) || isMissing(b)) return isMissing(a) && isMissing(b);
  if (typeof a === 'string' && typeof b === 'string') return collapse(a) === collapse(b);
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  return a === b;
}

/** Leaves in common, to find which record of a list is meant. */
function agreement(given: unknown, expected: unknown): number {
  if (isObject(given) && isObject(expected)) return Object.keys(given).reduce((sum, key) => sum + agreement(given[key], expected[key]), 0);
  return !isMissing(given) && isSame(given, expected) ? 1 : 0;
}

/** For each item of a list its partner in the expected list, or -1: the best pair first. */
function partners(given: readonly unknown[], expected: readonly unknown[]): number[] {
  const pairs = given.flatMap((item, i) => expected.map((other, j) => ({ i, j, weight: agreement(item, other) })));
  const result = given.map(() => -1);
  const taken = new Set<number>();
  for (const { i, j, weight } of pairs.sort((a, b) => b.weight - a.weight)) {
    if (weight === 0 || result[i] !== -1 || taken.has(j)) continue;
    result[i] = j;
    taken.add(j);
  }
  return result;
}

function expectedAt(pointer: string, data: JsonValue, expected: JsonValue): JsonValue {
  let given: unknown = data;
  let wanted: unknown = expected;
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(given)) {
      const partner = Array.isArray(wanted) ? partners(given, wanted)[Number(key)]! : -1;
      wanted = partner < 0 ? undefined : (wanted as unknown[])[partner];
      given = given[Number(key)];
    } else {
      wanted = isObject(wanted) && Object.hasOwn(wanted, key) ? wanted[key] : undefined;
      given = isObject(given) && Object.hasOwn(given, key) ? given[key] : undefined;
    }
  }
  return (wanted ?? null) as JsonValue;
}

/** Decoded leaves as they must have been, from the fields that were written down. */
function toLeaves({ fields, schema, evidence }: Look, source: SourceText): DecodedLeaf[] {
  const byteOf = new Map<number, number>();
  for (let at = source.unitOf.length - 1; at >= 0; at--) byteOf.set(source.unitOf[at]!, at);
  return Object.entries(fields).map(([pointer, { value, start, end, probability }]) => {
    const known = evidence[pointer];
    const leaf = { pointer, from: 0, logProbability: Math.log(probability ?? 0), ...(known && { evidence: known }) };
    const isCopied = typeof value === 'string' && start !== undefined && isCopiedAt(schema, pointer);
    if (!isCopied) return leaf;
    const from = byteOf.get(start)!;
    return { ...leaf, sourceStarts: [from], sourceLength: byteOf.get(end!)! - from };
  });
}

/** Reads one look again, normalising by code, with or without a calibration, and labels its leaves. */
export function labelLeaves(record: LeafRecord, look: Look, calibration: Calibration): LabelledLeaf[] {
  if (look.error !== undefined || look.truncated) return [];
  const { schema, data } = look;
  const source = new SourceText(record.text);
  const leaves = toLeaves(look, source);
  const request = {
    text: record.text,
    schema,
    temperature: 0,
    seed: 0,
    verbatim: true,
    maxOutputTokens: 1024,
    required: 'verify' as const,
    normalise: true,
  };
  const { fields } = readFields({ answer: data, leaves, source, schema, request, calibration });
  return leaves.map((leaf) => {
    const { pointer, logProbability, sourceLength, evidence } = leaf;
    const field = fields[pointer]!;
    const kind = leafKindOf(field, describeLeaf(schema, pointer).isChoice, sourceLength !== undefined);
    const expected = expectedAt(pointer, data, record.expected);
    return {
      pointer,
      kind,
      raw: Math.exp(logProbability),
      ...(evidence && { features: featuresOf(leaf, evidence, kind) }),
      field,
      expected,
      isRight: isSame(field.value, expected),
      mayBeMissing: !isRequiredAt(schema, pointer),
    };
  });
}
