import { formatKey, formatRule } from '../schema/formats.js';
import { type CodePointSet, hasCodePoint } from '../schema/regex/code-point-set.js';
import { RegexUnsupported } from '../schema/regex/syntax.js';
import { ALL_TYPES, type Assertion, type Json, type SchemaNode, TypeBit } from '../schema/schema-node.js';
import type { CodePointDfa } from './automata/code-point-dfa.js';
import { anyString, complementDfa, dfaOfStrings, intersectDfas, restrictDfa, subtractDfa } from './automata/dfa-algebra.js';
import type { CompileBudget } from './budget.js';
import { BoundedNumberLexeme } from './lexemes/bounded-number-lexeme.js';
import { ExcludingLexeme } from './lexemes/excluding-lexeme.js';
import { LengthWindow } from './lexemes/length-window.js';
import type { Lexeme } from './lexemes/lexeme.js';
import { LexemeGroup } from './lexemes/lexeme-group.js';
import { NumberLexeme } from './lexemes/number-lexeme.js';
import { anyStringLexeme, StringLexeme } from './lexemes/string-lexeme.js';
import { TextLexeme, TextTree } from './lexemes/text-lexeme.js';
import type { ArrayAtom, ObjectAtom } from './nodes/atoms.js';
import { stringsOf, wordsOf } from './nodes/conclude.js';
import { Emptiness } from './nodes/emptiness.js';
import { Exclusion } from './nodes/exclusion.js';
import { conjunctionsOf } from './nodes/expand.js';
import { SchemaFactory } from './nodes/schema-factory.js';
import { ValueNode } from './nodes/value-node.js';
import { type NumberRange, ONE, rangeKey, unboundedRange } from './numbers/number-range.js';
import { refuse } from './refusal.js';
import { dfaOfFormat } from './regex/format-dfa.js';
import { dfaOfPattern } from './regex/regex-dfa.js';
import type { DateTimeStyle, KeyOrder } from './types.js';

const LAST_BEFORE_SURROGATES = 0xd7ff;
const NO_LIMIT = Number.POSITIVE_INFINITY;
const SCALAR_TYPES = ALL_TYPES & ~(TypeBit.object | TypeBit.array);
const ANY_NUMBER = rangeKey(unboundedRange);
const ANY_INTEGER = rangeKey({ ...unboundedRange, divisor: ONE });

/** Lexemes that all grammars share, and with them their masks. */
const anyNumber = new NumberLexeme(false);
const anyInteger = new NumberLexeme(true);
const literals: ReadonlyMap<string, Lexeme> = new Map(['null', 'true', 'false'].map((text) => [text, TextLexeme.of([text])] as const));

export type Literal = null | boolean;

export interface ContextOptions {
  /** length of the longest token */
  readonly maxTokenBytes: number;
  readonly dateTimeStyle: DateTimeStyle;
  readonly keyOrder: KeyOrder;
  /** the characters that the tokens can write; `undefined`: all */
  readonly writable: CodePointSet | undefined;
}

/**
 * What one compiled grammar is made of, each part once: nodes, lexemes and groups are interned by what they mean, so equal places of a
 * schema share automata and masks.
 */
export class GrammarContext {
  readonly schemas = new SchemaFactory();
  readonly emptiness: Emptiness;
  readonly exclusion = new Exclusion();
  private readonly lexemes = new Map<string, Lexeme | undefined>();
  private readonly lexemeIds = new WeakMap<Lexeme, number>();
  private readonly groups = new Map<string, LexemeGroup>();
  private readonly nodes = new Map<string, ValueNode>();
  /** of one schema each, by its id */
  private readonly nodesOfOne = new Map<number, ValueNode>();
  private readonly objects = new Map<string, ObjectAtom>();
  private readonly arrays = new Map<string, ArrayAtom>();
  /** by two schemas and some types: those of a value that satisfies both */
  private readonly shared = new Map<string, number>();
  private readonly typeSchemas = new Map<number, SchemaNode>();
  private readonly others = new Map<string, SchemaNode>();
  private readonly nameTrees = new Map<ObjectAtom, TextTree>();
  private readonly possible = new Map<ObjectAtom, boolean>();
  private readonly dfaIds = new WeakMap<CodePointDfa, number>();
  private nextId = 0;
  /** a character that something in the schema demands and no token can write */
  unwritable: string | undefined;
  private readonly dfas = new Map<string, CodePointDfa>();

  constructor(
    readonly budget: CompileBudget,
    readonly options: ContextOptions,
  ) {
    this.emptiness = new Emptiness(budget);
  }

  node(schemas: readonly SchemaNode[]): ValueNode {
    if (schemas.length === 1 && saysSomething(schemas[0]!)) return this.nodeOfOne(schemas[0]!, schemas);
    const distinct: SchemaNode[] = [];
    for (const schema of schemas) if (saysSomething(schema) && !distinct.includes(schema)) distinct.push(schema);
    if (distinct.length === 1) return this.nodeOfOne(distinct[0]!, distinct);
    const key =
      distinct.length === 0
        ? ''
        : Int32Array.from(distinct, (schema) => schema.id)
            .sort()
            .join();
    return intern(this.nodes, key, () => new ValueNode(this.nextId++, distinct, this));
  }

  /** Values of these types and no others. */
  typesOnly(types: number): SchemaNode {
    return intern(this.typeSchemas, types, () => this.schemas.schema([{ kind: 'types', types }]));
  }

  /** Those of some types of which a value may satisfy both schemas; never too few. */
  sharedTypes(a: SchemaNode, b: SchemaNode, types: number): number {
    const shared = types & this.exclusion.sharedTypes(a, b);
    return shared === 0 ? 0 : intern(this.shared, `${a.id} ${b.id} ${shared}`, () => this.satisfiableTypes([a, b], shared));
  }

  objectAtom(key: string, make: (id: number) => ObjectAtom): ObjectAtom {
    return intern(this.objects, key, () => make(this.nextId++));
  }

  /** As `objectAtom`, where no other one is equal. */
  newObjectAtom(make: (id: number) => ObjectAtom): ObjectAtom {
    return make(this.nextId++);
  }

  arrayAtom(key: string, make: (id: number) => ArrayAtom): ArrayAtom {
    return intern(this.arrays, key, () => make(this.nextId++));
  }

  /** As `arrayAtom`, where no other one is equal. */
  newArrayAtom(make: (id: number) => ArrayAtom): ArrayAtom {
    return make(this.nextId++);
  }

  /** The lexeme of those of the texts that the tokens can write, or `undefined` where that is none. */
  textLexeme(texts: readonly string[]): Lexeme | undefined {
    const written = this.options.writable === undefined ? texts : texts.filter((text) => this.canWrite(text));
    if (written.length === 0) return undefined;
    return this.lexeme(`text ${JSON.stringify(written)}`, () => literals.get(written.join()) ?? TextLexeme.of(written));
  }

  /** Whether the tokens can write a text; where not, it is remembered as the reason of a refusal. */
  canWrite(text: string): boolean {
    const { writable } = this.options;
    if (writable === undefined) return true;
    // Nearly all texts are of ASCII, which the first range of nearly all vocabularies holds.
    const last = writable[0] === 0 ? Math.min(writable[1]!, LAST_BEFORE_SURROGATES) : -1;
    let plain = 0;
    while (plain < text.length && text.charCodeAt(plain) <= last) plain++;
    if (plain === text.length) return true;
    for (const character of text) {
      if (hasCodePoint(writable, character.codePointAt(0)!)) continue;
      this.unwritable ??= character;
      return false;
    }
    return true;
  }

  /** The words of an automaton that the tokens can write. */
  writableWords(words: CodePointDfa): CodePointDfa {
    const { writable } = this.options;
    if (writable === undefined || words === anyString()) return words;
    return this.dfa(`written ${this.dfaId(words)}`, () => restrictDfa(words, writable));
  }

  /** The names of the members `first…last` of an object; labels are the members' indices. */
  memberNames(atom: ObjectAtom, first: number, last: number): Lexeme {
    return this.lexeme(`members ${atom.id} ${first} ${last}`, () => {
      const tree = intern(this.nameTrees, atom, () => new TextTree(atom.members.map(({ name }) => JSON.stringify(name))));
      return new TextLexeme(tree, first, last);
    })!;
  }

  /** Each listed member of an object can have a value. */
  hasOnlyPossibleMembers(atom: ObjectAtom): boolean {
    return intern(this.possible, atom, () => atom.members.every(({ node }) => !node.isEmpty));
  }

  /** The lexeme of a literal, or `undefined` where the tokens cannot write it. */
  literalLexeme(value: Literal): Lexeme | undefined {
    const text = String(value);
    return this.canWrite(text) ? literals.get(text) : undefined;
  }

  /** The lexeme of the numbers of a range, or `undefined` where there are none. */
  numberLexeme(range: NumberRange, wholeOnly: boolean): Lexeme | undefined {
    if (range === unboundedRange) return wholeOnly ? anyInteger : anyNumber;
    const key = rangeKey(range);
    if (key === (wholeOnly ? ANY_INTEGER : ANY_NUMBER)) return wholeOnly ? anyInteger : anyNumber;
    return this.lexeme(`number ${wholeOnly} ${key}`, () => {
      const lexeme = new BoundedNumberLexeme(range, wholeOnly);
      return lexeme.isEmpty ? undefined : lexeme;
    });
  }

  /** The lexeme of the strings of an automaton with a length in bounds, or `undefined` where there are none. */
  stringLexeme(dfa: CodePointDfa | undefined, min: number, max: number): Lexeme | undefined {
    const words = this.writableWords(dfa ?? anyString());
    if (words === anyString() && min === 0 && max === NO_LIMIT) return anyStringLexeme;
    return this.lexeme(`string ${this.dfaId(words)} ${min} ${max}`, () => {
      if (words.isEmpty || min > max) return undefined;
      const lexeme = new StringLexeme(words, new LengthWindow(words, min, max, this.options.maxTokenBytes, this.budget));
      return lexeme.isEmpty ? undefined : lexeme;
    });
  }

  /** The lexeme of the names of an automaton but for those that are listed or used, or `undefined` where none is left. */
  keyLexeme(names: CodePointDfa, listed: readonly string[], used: readonly string[]): Lexeme | undefined {
    const base = this.stringLexeme(names, 0, NO_LIMIT)!;
    const others =
      listed.length === 0 ? base : this.lexeme(`names ${this.dfaId(names)} ${JSON.stringify(listed)}`, () => without(base, listed));
    // Used names hardly ever come again in the same order, so keeping these would only fill memory.
    return others === undefined || used.length === 0 ? others : without(others, used);
  }

  group(lexemes: readonly Lexeme[]): LexemeGroup {
    const key = lexemes.map((lexeme) => numbered(this.lexemeIds, lexeme, () => this.nextId++)).join();
    return intern(this.groups, key, () => new LexemeGroup(lexemes));
  }

  /** Drops what is kept only to be found again; what is in use lives on by itself. */
  forget(): void {
    for (const table of [this.lexemes, this.groups, this.nodes, this.nodesOfOne, this.objects, this.arrays, this.others, this.dfas])
      table.clear();
    this.nameTrees.clear();
    this.possible.clear();
  }

  /** @throws {Refusal} where no automaton can be built for the pattern */
  wordsOf(
    demand: { readonly kind: 'pattern'; readonly source: string } | { readonly kind: 'format'; readonly name: string },
    assertion: Pick<Assertion, 'keyword' | 'pointer'>,
  ): CodePointDfa {
    if (demand.kind === 'format') return this.formatWords(demand.name);
    try {
      return this.patternWords(demand.source);
    } catch (error) {
      if (error instanceof RegexUnsupported) throw refuse(assertion, error.message);
      throw error;
    }
  }

  formatMaxLength(name: string): number {
    return formatRule(name, this.options.dateTimeStyle)?.maxLength ?? NO_LIMIT;
  }

  patternWords(source: string): CodePointDfa {
    return this.dfa(`pattern ${source}`, () => dfaOfPattern(source, this.budget));
  }

  intersection(a: CodePointDfa, b: CodePointDfa): CodePointDfa {
    const [first, second] = [this.dfaId(a), this.dfaId(b)].sort((x, y) => x - y);
    return this.dfa(`and ${first} ${second}`, () => intersectDfas(a, b, this.budget));
  }

  difference(a: CodePointDfa, b: CodePointDfa): CodePointDfa {
    return this.dfa(`minus ${this.dfaId(a)} ${this.dfaId(b)}`, () => subtractDfa(a, b, this.budget));
  }

  complement(a: CodePointDfa): CodePointDfa {
    return this.difference(anyString(), a);
  }

  /** Every string but these. */
  allBut(values: readonly string[]): CodePointDfa {
    if (values.length === 0) return anyString();
    return this.dfa(`but ${JSON.stringify(values)}`, () => complementDfa(dfaOfStrings(values, this.budget), this.budget));
  }

  /** Other scalars than these. */
  otherThan(values: readonly Json[]): SchemaNode {
    return intern(this.others, JSON.stringify(values), () => this.schemas.schema([{ kind: 'otherThan', values }]));
  }

  /** The strings that satisfy a schema, as one automaton. */
  stringsOfSchema(schema: SchemaNode): CodePointDfa {
    return this.dfa(`schema ${schema.id}`, () => {
      let others = anyString();
      for (const alternative of conjunctionsOf([this.typesOnly(TypeBit.string), schema], this)) {
        let words: CodePointDfa;
        if (alternative.values !== undefined) words = dfaOfStrings(stringsOf(alternative, alternative.values), this.budget);
        else {
          words = wordsOf(alternative, this) ?? anyString();
          const { minLength, maxLength } = alternative;
          if (minLength > 0 || maxLength < NO_LIMIT) {
            words = this.intersection(words, this.patternWords(`^[^]{${minLength},${maxLength === NO_LIMIT ? '' : maxLength}}$`));
          }
        }
        others = this.difference(others, words);
      }
      return this.complement(others);
    });
  }

  dfaId(dfa: CodePointDfa): number {
    return numbered(this.dfaIds, dfa, () => this.nextId++);
  }

  private formatWords(name: string): CodePointDfa {
    const key = formatKey(name, this.options.dateTimeStyle);
    return key === undefined ? anyString() : dfaOfFormat(key);
  }

  /** Containers are looked at apart from scalars: schemas without types often exclude each other among objects only. */
  private satisfiableTypes(schemas: readonly SchemaNode[], types: number): number {
    let satisfiable = 0;
    for (const group of [TypeBit.object, TypeBit.array, SCALAR_TYPES]) {
      const asked = types & group;
      if (asked !== 0 && !this.emptiness.isSurelyEmpty(this.node([this.typesOnly(asked), ...schemas]))) satisfiable |= asked;
    }
    return satisfiable;
  }

  private nodeOfOne(schema: SchemaNode, schemas: readonly SchemaNode[]): ValueNode {
    let node = this.nodesOfOne.get(schema.id);
    if (node === undefined) {
      node = new ValueNode(this.nextId++, schemas, this);
      this.nodesOfOne.set(schema.id, node);
    }
    return node;
  }

  private dfa(key: string, make: () => CodePointDfa): CodePointDfa {
    return intern(this.dfas, key, make);
  }

  private lexeme(key: string, make: () => Lexeme | undefined): Lexeme | undefined {
    if (!this.lexemes.has(key)) this.lexemes.set(key, make());
    return this.lexemes.get(key);
  }
}

function saysSomething(schema: SchemaNode): boolean {
  return schema.isNever || schema.assertions.length > 0;
}

function without(lexeme: Lexeme, names: readonly string[]): Lexeme | undefined {
  const others = new ExcludingLexeme(
    lexeme,
    names.map((name) => JSON.stringify(name)),
  );
  return others.isEmpty ? undefined : others;
}

function intern<Key, Value>(table: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = table.get(key);
  if (value === undefined) {
    value = make();
    table.set(key, value);
  }
  return value;
}

function numbered<Key extends object>(table: WeakMap<Key, number>, key: Key, next: () => number): number {
  let id = table.get(key);
  if (id === undefined) {
    id = next();
    table.set(key, id);
  }
  return id;
}
