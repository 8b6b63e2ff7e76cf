import type { Json, SchemaNode } from '../schema/schema-node.js';
import type { CodePointDfa } from './automata/code-point-dfa.js';
import { anyString, complementDfa, dfaOfStrings, intersectDfas } from './automata/dfa-algebra.js';
import type { CompileBudget } from './budget.js';
import { formatPattern } from './formats.js';
import { LengthWindow } from './lexemes/length-window.js';
import type { Lexeme } from './lexemes/lexeme.js';
import { LexemeGroup } from './lexemes/lexeme-group.js';
import { NumberLexeme } from './lexemes/number-lexeme.js';
import { StringLexeme } from './lexemes/string-lexeme.js';
import { TextLexeme } from './lexemes/text-lexeme.js';
import type { ArrayAtom, ObjectAtom } from './nodes/atoms.js';
import { ValueNode } from './nodes/value-node.js';
import { dfaOfPattern } from './regex/regex-dfa.js';
import type { DateTimeStyle } from './types.js';

const NO_LEXEME = -1;

/**
 * What one compiled grammar is made of, each part once: nodes, lexemes and groups are interned by what they mean, so equal places of a
 * schema share automata and masks.
 */
export class GrammarContext {
  readonly never: SchemaNode = { id: -1, pointer: '', isNever: true, assertions: [] };
  readonly lexemes: Lexeme[] = [];
  private readonly lexemeIds = new Map<string, number>();
  private readonly groups = new Map<string, LexemeGroup>();
  private readonly nodes = new Map<string, ValueNode>();
  private readonly objects = new Map<string, ObjectAtom>();
  private readonly arrays = new Map<string, ArrayAtom>();
  private readonly constants = new Map<string, SchemaNode>();
  private readonly unions = new Map<string, SchemaNode>();
  private readonly dfaIds = new Map<CodePointDfa, number>();
  private readonly dfas = new Map<string, CodePointDfa>();
  private nextSchemaId = -2;

  constructor(
    readonly budget: CompileBudget,
    private readonly maxTokenBytes: number,
    private readonly dateTimeStyle: DateTimeStyle,
  ) {}

  node(schemas: readonly SchemaNode[]): ValueNode {
    const distinct = [...new Set(schemas)];
    const key = distinct
      .map((schema) => schema.id)
      .sort((a, b) => a - b)
      .join();
    return intern(this.nodes, key, () => new ValueNode(this.nodes.size, distinct, this));
  }

  constant(value: Json): SchemaNode {
    return intern(this.constants, JSON.stringify(value), () => this.schema({ kind: 'values', values: [value] }));
  }

  anyOf(schemas: readonly SchemaNode[]): SchemaNode {
    return intern(this.unions, schemas.map((schema) => schema.id).join(), () => this.schema({ kind: 'any', schemas }));
  }

  objectAtom(key: string, make: (id: number) => ObjectAtom): ObjectAtom {
    return intern(this.objects, key, () => make(this.objects.size));
  }

  arrayAtom(key: string, make: (id: number) => ArrayAtom): ArrayAtom {
    return intern(this.arrays, key, () => make(this.arrays.size));
  }

  textLexeme(texts: readonly string[]): number {
    return this.lexeme(`text ${JSON.stringify(texts)}`, () => new TextLexeme(texts));
  }

  numberLexeme(integerOnly: boolean): number {
    return this.lexeme(integerOnly ? 'integer' : 'number', () => new NumberLexeme(integerOnly));
  }

  /** The lexeme of the strings of a DFA with a length in bounds, or `undefined` where there are none. */
  stringLexeme(dfa: CodePointDfa | undefined, min: number, max: number): number | undefined {
    const words = dfa ?? anyString();
    const id = this.lexeme(`string ${this.dfaId(words)} ${min} ${max}`, () => {
      if (words.isEmpty || min > max) return undefined;
      const lexeme = new StringLexeme(words, new LengthWindow(words, min, max, this.maxTokenBytes, this.budget));
      return lexeme.isEmpty ? undefined : lexeme;
    });
    return id === NO_LEXEME ? undefined : id;
  }

  group(lexemes: readonly number[]): LexemeGroup {
    return intern(
      this.groups,
      lexemes.join(),
      () =>
        new LexemeGroup(
          this.groups.size,
          lexemes.map((id) => this.lexemes[id]!),
        ),
    );
  }

  formatDfa(name: string): CodePointDfa {
    return intern(this.dfas, `format ${name}`, () => dfaOfPattern(formatPattern(name, this.dateTimeStyle)!, this.budget));
  }

  intersection(a: CodePointDfa, b: CodePointDfa): CodePointDfa {
    const [first, second] = [this.dfaId(a), this.dfaId(b)].sort((x, y) => x - y);
    return intern(this.dfas, `and ${first} ${second}`, () => intersectDfas(a, b, this.budget));
  }

  /** Every string but these. */
  allBut(values: readonly string[]): CodePointDfa {
    return intern(this.dfas, `but ${JSON.stringify(values)}`, () => complementDfa(dfaOfStrings(values, this.budget), this.budget));
  }

  private schema(assertion: SchemaNode['assertions'][number]): SchemaNode {
    return { id: this.nextSchemaId--, pointer: '', isNever: false, assertions: [assertion] };
  }

  private dfaId(dfa: CodePointDfa): number {
    return intern(this.dfaIds, dfa, () => this.dfaIds.size);
  }

  private lexeme(key: string, make: () => Lexeme | undefined): number {
    return intern(this.lexemeIds, key, () => {
      const lexeme = make();
      return lexeme === undefined ? NO_LEXEME : this.lexemes.push(lexeme) - 1;
    });
  }
}

function intern<Key, Value>(table: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = table.get(key);
  if (value === undefined) {
    value = make();
    table.set(key, value);
  }
  return value;
}
