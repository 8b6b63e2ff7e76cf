import { checkRules, type GroundOptions, type RuleFailure } from '../ground/index.js';
import { escapePointerSegment } from '../json/json-pointer.js';
import { acceptsNull, isSchemaObject, type JsonSchema, resolveSubschema } from '../schema/json-schema.js';
import type { CompiledValidator } from '../validate/index.js';
import { type Fields, takeOut } from './answer-edits.js';
import type { Engine, EngineAnswer } from './engine.js';
import { setAtPointer } from './json-pointer.js';
import type { ResolvedExtractOptions } from './options.js';
import { type Repairable, repairByRules } from './repair-rules.js';
import { findImprobable } from './thresholds.js';
import type { ExtractedField, Extraction, ExtractionError, NullReason } from './types.js';
import { judge } from './verdict.js';

export interface SettleContext {
  readonly text: string;
  readonly schema: JsonSchema;
  readonly options: ResolvedExtractOptions;
  readonly validator: CompiledValidator;
  readonly engine: Pick<Engine, 'minProbability' | 'calibrateRecord'>;
}

/**
 * Makes the final record of an engine's answer: changes that the schema does not take are undone, rules are checked and used, what is not
 * probable enough is taken out, and what is missing gets its reason.
 */
export function settleAnswer(
  answer: EngineAnswer,
  context: SettleContext,
): Pick<Extraction, 'data' | 'valid' | 'errors' | 'fields' | 'probability'> {
  const { schema, options, validator, engine } = context;
  const sound = undoInvalidChanges(answer, validator);
  const { settled, failures } = settleRules(sound, context);
  const reasons = new Map<string, NullReason>(absentItems(settled.fields));
  for (const pointer of findImprobable(settled.fields, schema, options.minProbability, engine.minProbability ?? 0))
    reasons.set(pointer, 'below_threshold');
  const culprits = failures.filter((failure) => {
    const culprit = culpritOf(failure, settled.fields);
    if (culprit !== undefined && !reasons.has(culprit)) reasons.set(culprit, 'failed_rule');
    return culprit !== undefined;
  });
  const edited = takeOut(settled.data, settled.fields, reasons, schema);
  const broken = [...culprits, ...checkRules(edited.data, options.rules)];
  const missing = [...new Set([...answer.missing, ...edited.missing])];
  const errors = [...judge({ ...answer, data: edited.data, missing }, validator), ...broken.map(toError)];
  const probability = recordProbability(edited.fields, (product) => engine.calibrateRecord?.(product) ?? product);
  return {
    data: edited.data,
    valid: errors.length === 0,
    errors,
    fields: withMissing(edited.data, edited.fields, schema),
    ...(probability !== undefined && { probability }),
  };
}

/** Items of lists that turned out to be nothing: an empty copy, or one that a second look did not find. */
export function absentItems(fields: Fields): [string, NullReason][] {
  return Object.entries(fields).flatMap(([pointer, { value, reason = 'absent' }]): [string, NullReason][] =>
    value === null && /\/\d+$/.test(pointer) ? [[pointer, reason]] : [],
  );
}

/** A printed form that the schema does not take gives way to what the model wrote within the schema's rules. */
function undoInvalidChanges({ data, fields }: EngineAnswer, validator: CompiledValidator): Repairable {
  const changed = Object.entries(fields).filter(([, { proposed, reason }]) => proposed !== undefined && reason === undefined);
  if (changed.length === 0) return { data, fields };
  const { errors } = validator.validate(data);
  if (errors.length === 0) return { data, fields };
  const undo = (pointers: readonly string[]): Repairable => {
    let result = data;
    const before: Record<string, ExtractedField> = { ...fields };
    for (const pointer of pointers) {
      const { proposed = null, probability } = fields[pointer]!;
      // Null was not in the data; what was filled in stays for the validator to name.
      if (proposed === null) continue;
      result = setAtPointer(result, pointer, proposed);
      before[pointer] = { value: proposed, grounded: false, ...(probability !== undefined && { probability }) };
    }
    return { data: result, fields: before };
  };
  const named = new Set(errors.map(({ pointer }) => pointer));
  const guilty = changed.map(([pointer]) => pointer).filter((pointer) => named.has(pointer));
  const attempts = [guilty, changed.map(([pointer]) => pointer)].filter((pointers) => pointers.length > 0).map(undo);
  return attempts.find((attempt) => validator.validate(attempt.data).errors.length < errors.length) ?? { data, fields };
}

function settleRules(
  given: Repairable,
  { text, schema, options, validator }: SettleContext,
): { settled: Repairable; failures: RuleFailure[] } {
  const { rules, dateOrder, decimalMark, referenceDate } = options;
  const failures = checkRules(given.data, rules);
  if (failures.length === 0) return { settled: given, failures };
  const reading: GroundOptions = { dateOrder, decimalMark, referenceDate };
  const settled = options.normalise ? repairByRules(given, failures, { text, schema, rules, validator, reading }) : given;
  return { settled, failures: checkRules(settled.data, rules) };
}

/** The only value of a broken rule that does not stand in the text, where all others do. */
function culpritOf({ pointers }: RuleFailure, fields: Fields): string | undefined {
  const floating = pointers.filter((pointer) => fields[pointer]?.grounded === false);
  return pointers.length > 1 && floating.length === 1 && pointers.every((pointer) => pointer in fields) ? floating[0] : undefined;
}

const toError = ({ pointers, message }: RuleFailure): ExtractionError => ({
  code: 'failed_rule',
  pointer: pointers.at(-1) ?? '',
  ...(pointers.length > 0 && { pointers }),
  message,
});

/**
 * The chance that every leaf is right. For a value that was taken out that is the chance that the value was wrong; values that a rule chose
 * and engines without probabilities count nothing.
 */
function recordProbability(fields: Fields, calibrate: (product: number) => number): number | undefined {
  const chances = Object.values(fields).flatMap(({ probability, reason }) => {
    if (probability === undefined) return [];
    return reason === undefined || reason === 'absent' ? probability : 1 - probability;
  });
  if (chances.length === 0) return undefined;
  return calibrate(chances.reduce((all, chance) => all * chance, 1));
}

/** Engines tell of the leaves that they decided; what a schema names and the data lacks is absent. */
function withMissing(data: unknown, fields: Fields, schema: JsonSchema): Fields {
  const known = new Set(Object.keys(fields).flatMap(withContainers));
  const added: Record<string, ExtractedField> = {};
  const visit = (value: unknown, raw: unknown, pointer: string): void => {
    const resolved = resolveSubschema(raw, schema);
    if (Array.isArray(value))
      for (const [i, item] of value.entries()) visit(item, Array.isArray(resolved.items) ? {} : resolved.items, `${pointer}/${i}`);
    if (!isSchemaObject(value) || !isSchemaObject(resolved.properties)) return;
    for (const [key, member] of Object.entries(resolved.properties)) {
      const at = `${pointer}/${escapePointerSegment(key)}`;
      const item = Object.hasOwn(value, key) ? value[key] : undefined;
      if (item !== undefined && item !== null) visit(item, member, at);
      else if (!known.has(at) && (item === null || !acceptsNothing(member, schema)))
        added[at] = { value: null, grounded: false, reason: 'absent' };
    }
  };
  visit(data, schema, '');
  return Object.keys(added).length === 0 ? fields : { ...fields, ...added };
}

/** A pointer and those of all that it is in. */
function withContainers(pointer: string): string[] {
  const all = [pointer];
  for (let cut = pointer.lastIndexOf('/'); cut > 0; cut = pointer.lastIndexOf('/', cut - 1)) all.push(pointer.slice(0, cut));
  return all;
}

/** `false`, and what may only be null, is nothing that a text could give. */
const acceptsNothing = (member: unknown, root: JsonSchema): boolean =>
  member === false || (isSchemaObject(member) && member.type === 'null' && acceptsNull(member, root));

/** Fields with their offsets counted in other units. */
export function withOffsets(fields: Fields, convert: (offsets: readonly number[]) => number[]): Fields {
  const placed = Object.entries(fields).filter(([, { start, end }]) => start !== undefined && end !== undefined);
  const converted = convert(placed.flatMap(([, { start, end }]) => [start!, end!]));
  const moved = placed.map(([pointer, field], i): [string, ExtractedField] => [
    pointer,
    { ...field, start: converted[2 * i]!, end: converted[2 * i + 1]! },
  ]);
  return { ...fields, ...Object.fromEntries(moved) };
}
