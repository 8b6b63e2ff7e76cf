import { compareSum } from './decimals.js';
import { countStars, matchPattern, type PatternMatch } from './pointer-patterns.js';

/** The numbers at `sum` add up to the one at `equals`. Patterns are JSON pointers in which `*` stands for any index or property. */
export interface SumRule {
  readonly sum: readonly string[];
  /** stars here stand for the same as the first stars of `sum`: each order has its own total */
  readonly equals: string;
  /** greatest difference that still passes. @default 0 */
  readonly tolerance?: number;
}

/** The first place is not after the second: numbers, dates, times and date-times. Equal values pass; stars pair up. */
export interface BeforeRule {
  readonly before: readonly [string, string];
}

/** true where the data passes, else what is wrong with it */
export type CustomRule = (data: unknown) => true | string;

export type Rule = SumRule | BeforeRule | CustomRule;

/** A rule that the data breaks. */
export interface RuleFailure {
  readonly rule: Rule;
  /** JSON pointers of the values involved; empty for functions */
  readonly pointers: readonly string[];
  readonly message: string;
}

/**
 * Checks rules across fields. A rule that meets a missing value, null or a value of another type does not apply and does not fail: what
 * must be there is for the schema to say. Sums are exact decimals. What a custom function throws goes through to the caller.
 */
export function checkRules(data: unknown, rules: readonly Rule[]): RuleFailure[] {
  return rules.flatMap((rule) => {
    if (typeof rule === 'function') return checkCustom(data, rule);
    return 'sum' in rule ? checkSum(data, rule) : checkBefore(data, rule);
  });
}

function checkCustom(data: unknown, rule: CustomRule): RuleFailure[] {
  const verdict = rule(data);
  return verdict === true ? [] : [{ rule, pointers: [], message: verdict }];
}

function checkSum(data: unknown, rule: SumRule): RuleFailure[] {
  return matchPattern(data, rule.equals).flatMap((total) => {
    const parts = rule.sum.map((pattern) => matchPattern(data, pattern, total.stars));
    const values = parts.flat().map((match) => match.value);
    const isComplete = parts.every((matches) => matches.length > 0) && [...values, total.value].every((value) => typeof value === 'number');
    const verdict = isComplete ? compareSum(values as number[], total.value as number, rule.tolerance ?? 0) : undefined;
    if (verdict === undefined || verdict.isWithin) return [];
    const by = `${Math.abs(verdict.difference)} ${verdict.difference > 0 ? 'more' : 'less'} than`;
    const message = `${rule.sum.join(' + ')} add up to ${by} ${total.pointer} (${total.value})`;
    return [{ rule, pointers: [...parts.flat().map((match) => match.pointer), total.pointer], message }];
  });
}

function checkBefore(data: unknown, rule: BeforeRule): RuleFailure[] {
  const [firstPattern, secondPattern] = rule.before;
  const pairs = matchPattern(data, firstPattern).flatMap((first) =>
    matchPattern(data, secondPattern, first.stars.slice(0, countStars(secondPattern))).map((second): [PatternMatch, PatternMatch] => [
      first,
      second,
    ]),
  );
  return pairs
    .filter(([first, second]) => isAfter(first.value, second.value))
    .map(([first, second]) => ({
      rule,
      pointers: [first.pointer, second.pointer],
      message: `${first.pointer} (${first.value}) is after ${second.pointer} (${second.value})`,
    }));
}

const WITH_OFFSET = /T.*(?:Z|[+-]\d\d:\d\d)$/i;

/** false where the two cannot be compared */
function isAfter(first: unknown, second: unknown): boolean {
  if (typeof first === 'number' && typeof second === 'number') return first > second;
  if (typeof first !== 'string' || typeof second !== 'string') return false;
  const [shapeA, shapeB] = [shapeOf(first), shapeOf(second)];
  if (shapeA === undefined || shapeB === undefined) return false;
  if (shapeA === 'time' || shapeB === 'time') return shapeA === shapeB && first > second;
  if (WITH_OFFSET.test(first) && WITH_OFFSET.test(second)) return Date.parse(first) > Date.parse(second);
  // A date against a date-time: on the same day neither is after the other.
  const length = shapeA === shapeB ? 23 : 10;
  return first.slice(0, length) > second.slice(0, length);
}

function shapeOf(value: string): 'date' | 'date-time' | 'time' | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date';
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/i.test(value)) return 'date-time';
  return /^\d\d:\d\d/.test(value) ? 'time' : undefined;
}
