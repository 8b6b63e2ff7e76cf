import { type Assertion, type Json, NUMBER_TYPES, type SchemaNode, TypeBit, typeBitOf } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom, Atoms, ObjectAtom } from './atoms.js';
import { Conjunction } from './conjunction.js';
import { arrayAtom, objectAtom } from './container-atoms.js';

/** Collects alternatives, equal ones once. */
class AtomCollector implements Atoms {
  readonly scalars: number[] = [];
  readonly objects: ObjectAtom[] = [];
  readonly arrays: ArrayAtom[] = [];

  addScalar(lexeme: number | undefined): void {
    if (lexeme !== undefined && !this.scalars.includes(lexeme)) this.scalars.push(lexeme);
  }

  addObject(atom: ObjectAtom | undefined): void {
    if (atom !== undefined && !this.objects.includes(atom)) this.objects.push(atom);
  }

  addArray(atom: ArrayAtom | undefined): void {
    if (atom !== undefined && !this.arrays.includes(atom)) this.arrays.push(atom);
  }
}

/** Turns schemas that hold together into alternatives: their disjunctive normal form, without the alternatives that nothing satisfies. */
export function expand(schemas: readonly SchemaNode[], context: GrammarContext): Atoms {
  const atoms = new AtomCollector();
  distribute(new Conjunction(), schemas, atoms, context);
  return atoms;
}

function distribute(conjunction: Conjunction, pending: readonly SchemaNode[], atoms: AtomCollector, context: GrammarContext): void {
  context.budget.tick('alternatives');
  const choices: (readonly SchemaNode[])[] = [];
  for (const schema of pending) {
    if (schema.isNever) return;
    for (const assertion of schema.assertions) {
      if (assertion.kind === 'any') choices.push(assertion.schemas);
      else conjunction.add(assertion, context);
    }
  }
  if (conjunction.types === 0 || conjunction.values?.length === 0) return;
  if (choices.length === 0) {
    conclude(conjunction, atoms, context);
    return;
  }
  const [first, ...others] = choices;
  const rest: SchemaNode[] = others.map((schemas) => context.anyOf(schemas));
  for (const option of first!) distribute(conjunction.clone(), [option, ...rest], atoms, context);
}

/** Adds what a conjunction without alternatives allows, type by type. */
function conclude(conjunction: Conjunction, atoms: AtomCollector, context: GrammarContext): void {
  if (conjunction.values !== undefined) {
    concludeValues(conjunction, conjunction.values, atoms, context);
    return;
  }
  const { types } = conjunction;
  if (types & TypeBit.null) atoms.addScalar(context.textLexeme(['null']));
  if (types & TypeBit.false) atoms.addScalar(context.textLexeme(['false']));
  if (types & TypeBit.true) atoms.addScalar(context.textLexeme(['true']));
  if (types & NUMBER_TYPES) atoms.addScalar(context.numberLexeme((types & TypeBit.fraction) === 0));
  if (types & TypeBit.string) atoms.addScalar(context.stringLexeme(conjunction.stringDfa, conjunction.minLength, conjunction.maxLength));
  if (types & TypeBit.object) atoms.addObject(objectAtom(conjunction, context));
  if (types & TypeBit.array) atoms.addArray(arrayAtom(conjunction, context));
}

function concludeValues(conjunction: Conjunction, values: readonly Json[], atoms: AtomCollector, context: GrammarContext): void {
  const texts = new Set<string>();
  for (const value of values) {
    if ((conjunction.types & typeBitOf(value)) === 0) continue;
    if (typeof value === 'object' && value !== null) {
      const whole = conjunction.clone();
      for (const assertion of assertionsOfConstant(value, context)) whole.add(assertion, context);
      if (Array.isArray(value)) atoms.addArray(arrayAtom(whole, context));
      else atoms.addObject(objectAtom(whole, context));
    } else if (typeof value !== 'string' || fits(value, conjunction)) texts.add(JSON.stringify(value));
  }
  if (texts.size > 0) atoms.addScalar(context.textLexeme([...texts]));
}

function fits(value: string, conjunction: Conjunction): boolean {
  const lengthCodePoints = Array.from(value).length;
  if (lengthCodePoints < conjunction.minLength || lengthCodePoints > conjunction.maxLength) return false;
  return conjunction.stringDfa === undefined || conjunction.stringDfa.matches(value);
}

/** An object or array that is given as a value, as the assertions that only it satisfies. */
function assertionsOfConstant(value: object, context: GrammarContext): Exclude<Assertion, { kind: 'any' }>[] {
  if (Array.isArray(value)) {
    const prefix = value.map((item: Json) => context.constant(item));
    return [
      { kind: 'items', prefix, rest: undefined },
      { kind: 'itemCount', min: value.length, max: value.length },
    ];
  }
  const properties = new Map(Object.entries(value).map(([name, member]) => [name, context.constant(member as Json)] as const));
  return [
    { kind: 'members', properties, additional: context.never },
    { kind: 'required', names: [...properties.keys()] },
  ];
}
