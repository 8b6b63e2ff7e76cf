import {
  type Candidate,
  checkRules,
  createGrounder,
  type Grounder,
  type GroundOptions,
  type Rule,
  type RuleFailure,
} from '../ground/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { CompiledValidator } from '../validate/index.js';
import type { Fields } from './answer-edits.js';
import { atPointer, setAtPointer } from './json-pointer.js';
import { describeLeaf } from './leaf-description.js';
import type { ExtractedField } from './types.js';

export interface Repairable {
  readonly data: unknown;
  readonly fields: Fields;
}

export interface RepairContext {
  readonly text: string;
  readonly schema: JsonSchema;
  readonly rules: readonly Rule[];
  readonly validator: CompiledValidator;
  readonly reading: GroundOptions;
}

/** One value put in place of another. */
interface Change {
  readonly pointer: string;
  readonly candidate: Candidate;
}

/** Leaves and readings that are tried, at most: the search ends whatever the text holds. */
const MAX_LEAVES = 40;
const MAX_CANDIDATES = 40;

/**
 * The second look at values that break a rule: another reading of the same print first (day and month swapped, the other decimal mark), then two
 * values exchanged, then another number of the text where a sum says exactly which. A change counts only where afterwards all rules hold, the
 * schema is kept, and no other change would do as well; else everything stays as it was.
 */
export function repairByRules(given: Repairable, failures: readonly RuleFailure[], context: RepairContext): Repairable {
  const pointers = [...new Set(failures.flatMap((failure) => failure.pointers))].slice(0, MAX_LEAVES);
  const grounder = createGrounder(context.text, context.reading);
  const offers = pointers.map((pointer) => ({ pointer, candidates: candidatesFor(pointer, given, grounder, context.schema) }));
  const isSum = failures.every(({ rule }) => typeof rule === 'object' && 'sum' in rule);
  const single = (isSamePrint: boolean): Change[][] =>
    offers.flatMap(({ pointer, candidates }) =>
      candidates.filter((candidate) => candidate.isSamePrint === isSamePrint).map((candidate) => [{ pointer, candidate }]),
    );
  const tiers = [() => single(true), () => exchanges(failures, given), () => (isSum ? single(false) : [])];
  for (const tier of tiers) {
    const results = tier()
      .map((changes) => apply(given, changes))
      .filter((result) => holds(result.data, given.data, context));
    const distinct = new Map(results.map((result) => [JSON.stringify(result.data), result]));
    if (distinct.size === 1) return results[0]!;
    if (distinct.size > 1) return given;
  }
  return given;
}

function candidatesFor(pointer: string, { data, fields }: Repairable, grounder: Grounder, schema: JsonSchema): Candidate[] {
  const value = atPointer(data, pointer);
  const { schema: leafSchema, isNormalised } = describeLeaf(schema, pointer);
  if (!isNormalised || (typeof value !== 'number' && typeof value !== 'string')) return [];
  const found = grounder.candidates({ value, schema: leafSchema }, { start: fields[pointer]?.start });
  return found.slice(0, MAX_CANDIDATES);
}

/** The two values of a `before` rule, each in the other's place. */
function exchanges(failures: readonly RuleFailure[], { data, fields }: Repairable): Change[][] {
  return failures.flatMap(({ rule, pointers: [first, second] }) => {
    if (typeof rule === 'function' || !('before' in rule) || first === undefined || second === undefined) return [];
    const moved = (pointer: string): Candidate | undefined => {
      const { printed, start, end } = fields[pointer] ?? {};
      if (printed === undefined || start === undefined || end === undefined) return undefined;
      return { value: atPointer(data, pointer) as string | number, printed, start, end, isSamePrint: false };
    };
    const [a, b] = [moved(first), moved(second)];
    return a && b
      ? [
          [
            { pointer: first, candidate: b },
            { pointer: second, candidate: a },
          ],
        ]
      : [];
  });
}

/** The value that a rule chose has no probability of its own: the model did not choose it. */
function apply({ data, fields }: Repairable, changes: readonly Change[]): Repairable {
  const changed: Record<string, ExtractedField> = { ...fields };
  let result = data;
  for (const { pointer, candidate } of changes) {
    const { value, printed, start, end } = candidate;
    const before = fields[pointer];
    result = setAtPointer(result, pointer, value);
    changed[pointer] = { value, printed, start, end, grounded: true, proposed: before?.proposed ?? before?.value ?? null };
  }
  return { data: result, fields: changed };
}

const holds = (data: unknown, before: unknown, { rules, validator }: RepairContext): boolean =>
  checkRules(data, rules).length === 0 && validator.validate(data).errors.length <= validator.validate(before).errors.length;
