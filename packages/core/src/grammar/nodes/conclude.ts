import { type Demand, type Json, NUMBER_TYPES, type SchemaNode, TypeBit, typeBitOf } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import { decimalOf } from '../numbers/decimal.js';
import { isInRange, onlyWhole, unboundedRange, withoutValues } from '../numbers/number-range.js';
import { arrayAtom } from './array-atom.js';
import type { Conjunction } from './conjunction.js';
import type { AtomCollector } from './expand.js';
import { objectAtom } from './object-atom.js';
import { sameJson } from './same-json.js';

/** Adds what a conjunction without alternatives allows, type by type. */
export function conclude(conjunction: Conjunction, atoms: AtomCollector, context: GrammarContext): void {
  if (conjunction.values !== undefined) {
    concludeValues(conjunction, conjunction.values, atoms, context);
    return;
  }
  const { types, excluded } = conjunction;
  if (types & TypeBit.null && !excluded.includes(null)) atoms.addScalar(context.literalLexeme(null));
  if (types & TypeBit.false && !excluded.includes(false)) atoms.addScalar(context.literalLexeme(false));
  if (types & TypeBit.true && !excluded.includes(true)) atoms.addScalar(context.literalLexeme(true));
  if (types & NUMBER_TYPES) atoms.addScalar(numberLexeme(conjunction, context));
  if (types & TypeBit.string) {
    atoms.addScalar(context.stringLexeme(wordsOf(conjunction, context), conjunction.minLength, conjunction.maxLength));
  }
  if (types & TypeBit.object) atoms.addObject(objectAtom(conjunction, context));
  if (types & TypeBit.array) atoms.addArray(arrayAtom(conjunction, context));
}

/** The strings of a conjunction but for their length; `undefined`: all. */
export function wordsOf(conjunction: Conjunction, context: GrammarContext): ReturnType<GrammarContext['allBut']> | undefined {
  const strings = conjunction.excluded.filter((value) => typeof value === 'string');
  if (strings.length === 0) return conjunction.words;
  const others = context.allBut(strings);
  return conjunction.words === undefined ? others : context.intersection(conjunction.words, others);
}

/** The strings of a list of values that a conjunction allows. */
export function stringsOf(conjunction: Conjunction, values: readonly Json[]): string[] {
  return values.filter((value): value is string => typeof value === 'string' && fits(value, conjunction));
}

function numberLexeme(conjunction: Conjunction, context: GrammarContext): Lexeme | undefined {
  const bits = conjunction.types & NUMBER_TYPES;
  const isWhole = bits === TypeBit.integer;
  const numbers = conjunction.excluded.filter((value) => typeof value === 'number');
  const range = numbers.length === 0 ? conjunction.numbers : withoutValues(conjunction.numbers, numbers);
  // The usual case: the lexemes of all numbers and of all whole ones need no range of their own.
  if (range === unboundedRange && bits !== TypeBit.fraction) return context.numberLexeme(range, isWhole);
  return context.numberLexeme(bits === NUMBER_TYPES ? range : onlyWhole(range, isWhole), isWhole);
}

function concludeValues(conjunction: Conjunction, values: readonly Json[], atoms: AtomCollector, context: GrammarContext): void {
  const texts = new Set<string>();
  for (const value of values) {
    if (!fits(value, conjunction)) continue;
    if (typeof value !== 'object' || value === null) {
      texts.add(JSON.stringify(value));
      continue;
    }
    const whole = conjunction.clone();
    for (const [index, demand] of demandsOfConstant(value, context).entries()) {
      whole.add({ keyword: 'const', pointer: '', demand }, demand, { scopes: [], order: [index], isLoose: false }, context);
    }
    if (Array.isArray(value)) atoms.addArray(arrayAtom(whole, context));
    else atoms.addObject(objectAtom(whole, context));
  }
  if (texts.size > 0) atoms.addScalar(context.textLexeme([...texts]));
}

/** What holds of a value without looking into its members or items. */
function fits(value: Json, conjunction: Conjunction): boolean {
  if ((conjunction.types & typeBitOf(value)) === 0) return false;
  if (conjunction.excluded.some((other) => sameJson(other, value))) return false;
  if (typeof value === 'number') return isInRange(conjunction.numbers, decimalOf(value));
  if (typeof value !== 'string') return true;
  const lengthCodePoints = Array.from(value).length;
  if (lengthCodePoints < conjunction.minLength || lengthCodePoints > conjunction.maxLength) return false;
  return conjunction.words === undefined || conjunction.words.matches(value);
}

/** An object or array that is given as a value, as the demands that only it satisfies. */
function demandsOfConstant(
  value: object,
  context: GrammarContext,
): Extract<Demand, { kind: 'items' | 'itemCount' | 'members' | 'required' }>[] {
  const constant = (item: Json): SchemaNode => context.schemas.constant(item);
  if (Array.isArray(value)) {
    return [
      { kind: 'items', prefix: value.map(constant), rest: undefined },
      { kind: 'itemCount', min: value.length, max: value.length },
    ];
  }
  const properties = new Map(Object.entries(value).map(([name, member]) => [name, constant(member as Json)] as const));
  return [
    { kind: 'members', properties, patterns: [], additional: context.schemas.never },
    { kind: 'required', names: [...properties.keys()] },
  ];
}
