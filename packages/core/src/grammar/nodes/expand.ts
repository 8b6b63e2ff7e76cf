import { ALL_TYPES, type Json, type SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import { refuse } from '../refusal.js';
import type { ArrayAtom, Atoms, ObjectAtom } from './atoms.js';
import { conclude } from './conclude.js';
import { Conjunction, type PlainDemand, type Standing, type UnevaluatedScope } from './conjunction.js';

/** Alternatives of one node at most; each is followed separately, so this bounds time and memory of a generation too. */
const MAX_ALTERNATIVES = 2_000;
/** Branches of one `anyOf` at most where it matters which of them hold together. */
const MAX_TRACKED_BRANCHES = 6;

/** A schema that must hold, in its place of the document. */
interface Pending {
  readonly schema: SchemaNode;
  readonly scopes: readonly UnevaluatedScope[];
  readonly order: readonly number[];
  /** what it lists has no place in the order of members: a negated schema */
  readonly isLoose: boolean;
}

/** One of several lists of schemas must hold. */
type Choice = () => readonly (readonly Pending[])[];

/** Collects alternatives, equal ones once. */
export class AtomCollector implements Atoms {
  scalars: readonly Lexeme[] = NONE;
  objects: readonly ObjectAtom[] = NONE;
  arrays: readonly ArrayAtom[] = NONE;

  addScalar(lexeme: Lexeme | undefined): void {
    this.scalars = withOne(this.scalars, lexeme);
  }

  addObject(atom: ObjectAtom | undefined): void {
    this.objects = withOne(this.objects, atom);
  }

  addArray(atom: ArrayAtom | undefined): void {
    this.arrays = withOne(this.arrays, atom);
  }
}

/** The list that nearly all nodes have of most kinds: it costs nothing. */
const NONE: readonly never[] = [];

/** Adds to a list that is the caller's own, unless it is `NONE`. */
function withOne<Item>(list: readonly Item[], item: Item | undefined): readonly Item[] {
  if (item === undefined || list.includes(item)) return list;
  if (list.length === 0) return [item];
  (list as Item[]).push(item);
  return list;
}

/** Turns schemas that hold together into alternatives: their disjunctive normal form, without what types and lists of values rule out. */
export function expand(schemas: readonly SchemaNode[], context: GrammarContext): Atoms {
  const atoms = new AtomCollector();
  if (schemas.every(isPlain)) {
    const conjunction = conjunctionOf(schemas, context);
    if (conjunction !== undefined) conclude(conjunction, atoms, context);
  } else for (const conjunction of conjunctionsOf(schemas, context)) conclude(conjunction, atoms, context);
  return atoms;
}

/** It has no alternatives: what most schemas of a document are. */
function isPlain({ assertions }: SchemaNode): boolean {
  for (const { demand } of assertions) {
    switch (demand.kind) {
      case 'all':
      case 'any':
      case 'one':
      case 'not':
      case 'otherThan':
      case 'unevaluatedMembers':
      case 'unevaluatedItems':
        return false;
    }
  }
  return true;
}

/** As `conjunctionsOf`, for plain schemas. */
function conjunctionOf(schemas: readonly SchemaNode[], context: GrammarContext): Conjunction | undefined {
  context.budget.alternative();
  const conjunction = new Conjunction(true);
  for (let index = 0; index < schemas.length; index++) {
    const { isNever, assertions } = schemas[index]!;
    if (isNever) return undefined;
    if (assertions.length === 0) continue;
    const standing = { scopes: NONE, order: [index], isLoose: false };
    for (const assertion of assertions) conjunction.add(assertion, assertion.demand as PlainDemand, standing, context);
  }
  return conjunction.isHopeless ? undefined : conjunction;
}

/** The alternatives of schemas that hold together, before they are sorted by type. */
export function conjunctionsOf(schemas: readonly SchemaNode[], context: GrammarContext): Conjunction[] {
  const found: Conjunction[] = [];
  const pending = schemas.map((schema, index) => ({ schema, scopes: [], order: [index], isLoose: false }));
  new Distribution(context, found).distribute(new Conjunction(), new Seen(), [], pending);
  return found;
}

/** Equal keys demand the same; as a number where nothing but the schema matters. */
function keyOf({ schema, scopes, isLoose }: Pending): number | string {
  if (!isLoose && scopes.length === 0) return schema.id;
  return `${schema.id}${isLoose ? '~' : ' '}${scopes.map((scope) => scope.schema.id).join()}`;
}

/** The schemas that one assertion holds, each in its place of the document. */
function partsOf(schemas: readonly SchemaNode[], { scopes, order, isLoose }: Standing, index: number): Pending[] {
  return schemas.map((schema, position) => ({ schema, scopes, order: [...order, index, position], isLoose }));
}

/** Schemas that an alternative holds already: its own, and those of the alternative that it branched off from. */
class Seen {
  private own: Set<number | string> | undefined;

  constructor(private readonly before?: Seen) {}

  has(key: number | string): boolean {
    for (let seen: Seen | undefined = this; seen !== undefined; seen = seen.before) if (seen.own?.has(key)) return true;
    return false;
  }

  add(key: number | string): void {
    this.own ??= new Set();
    this.own.add(key);
  }
}

class Distribution {
  /** the alternative whose choice is being made */
  private narrowest = new Conjunction();

  constructor(
    private readonly context: GrammarContext,
    private readonly found: Conjunction[],
  ) {}

  /**
   * @param seen - schemas that this alternative holds already; one that refers to itself in place adds nothing new
   * @param choices - choices that are still open
   */
  distribute(conjunction: Conjunction, seen: Seen, choices: readonly Choice[], pending: readonly Pending[]): void {
    this.context.budget.alternative();
    const open = [...choices];
    for (const item of pending) if (!this.add(conjunction, seen, open, item)) return;
    if (conjunction.isHopeless) return;
    const [first, ...others] = open;
    if (first === undefined) {
      this.found.push(conjunction);
      this.context.budget.atMost(MAX_ALTERNATIVES, this.found.length, 'alternatives of one value');
      return;
    }
    this.narrowest = conjunction;
    const options = first().filter((option) => this.canHold(option, conjunction));
    const held = options.find((option) => option.every((pending) => seen.has(keyOf(pending))));
    // Where one of them holds already, the others would only say more.
    if (held !== undefined) {
      this.distribute(conjunction, seen, others, NONE);
      return;
    }
    const last = options.length - 1;
    for (let i = 0; i < last; i++) this.distribute(conjunction.clone(), new Seen(seen), others, options[i]!);
    // The last one needs no copies: nothing comes after it.
    if (last >= 0) this.distribute(conjunction, seen, others, options[last]!);
  }

  /** Types alone do not rule it out. */
  private canHold(option: readonly Pending[], { types }: Conjunction): boolean {
    return option.every(({ schema }) => (types & this.context.exclusion.typesOf(schema)) !== 0);
  }

  /** Adds a schema and all it holds in place. @returns false where nothing can satisfy it */
  private add(conjunction: Conjunction, seen: Seen, open: Choice[], pending: Pending): boolean {
    const { schema, scopes, order, isLoose } = pending;
    if (schema.isNever) return false;
    const key = keyOf(pending);
    if (seen.has(key)) return true;
    seen.add(key);
    const inner = this.openScopes(conjunction, schema, scopes, order);
    const standing = inner === scopes ? pending : { scopes: inner, order, isLoose };
    for (let index = 0; index < schema.assertions.length; index++) {
      const assertion = schema.assertions[index]!;
      const { demand } = assertion;
      switch (demand.kind) {
        case 'unevaluatedMembers':
        case 'unevaluatedItems':
          break;
        case 'all':
          for (const part of partsOf(demand.schemas, standing, index)) if (!this.add(conjunction, seen, open, part)) return false;
          break;
        case 'not':
          if (!this.add(conjunction, seen, open, this.negated(partsOf([demand.schema], standing, index)[0]!))) return false;
          break;
        case 'any':
          if (inner.length > 0 && !demand.isExclusive && demand.schemas.length > 1) {
            if (demand.schemas.length > MAX_TRACKED_BRANCHES) throw refuse(assertion, 'it has too many branches beside "unevaluated…"');
            open.push(() => this.combinations(partsOf(demand.schemas, standing, index)));
          } else open.push(() => partsOf(demand.schemas, standing, index).map((part) => [part]));
          break;
        case 'one':
          open.push(() => this.exactlyOne(partsOf(demand.schemas, standing, index)));
          break;
        case 'otherThan':
          this.addOtherThan(conjunction, open, demand.values, inner);
          break;
        default:
          conjunction.add(assertion, demand, standing, this.context);
      }
    }
    return true;
  }

  private openScopes(conjunction: Conjunction, schema: SchemaNode, scopes: Pending['scopes'], order: readonly number[]): Pending['scopes'] {
    let inner = scopes;
    for (const { demand } of schema.assertions) {
      if (demand.kind !== 'unevaluatedMembers' && demand.kind !== 'unevaluatedItems') continue;
      const scope: UnevaluatedScope = { kind: demand.kind, schema: demand.schema };
      conjunction.scopes = [...conjunction.scopes, { demand: scope, scopes, order, isLoose: false }];
      inner = [...inner, scope];
    }
    return inner;
  }

  /** Each set of branches that may hold together, with the negations of all others. */
  private combinations(branches: readonly Pending[]): Pending[][] {
    const sets: Pending[][] = [];
    for (let bits = 1; bits < 1 << branches.length; bits++) {
      sets.push(branches.map((branch, i) => ((bits >> i) & 1 ? branch : this.negated(branch))));
    }
    return sets;
  }

  /** Each branch with the negations of those others that could hold beside it. */
  private exactlyOne(branches: readonly Pending[]): Pending[][] {
    const { types } = this.narrowest;
    return branches.map((branch) => {
      const own = types & this.context.exclusion.typesOf(branch.schema);
      const ways = [branch];
      for (const other of branches) {
        if (other === branch) continue;
        const shared = this.context.sharedTypes(branch.schema, other.schema, own);
        if (shared === own) ways.push(this.negated(other));
        else if (shared !== 0) ways.push(this.negatedFor(shared, other));
      }
      return ways;
    });
  }

  /** Values of the given types must not satisfy the schema. */
  private negatedFor(types: number, pending: Pending): Pending {
    const { schemas } = this.context;
    const others = this.context.typesOnly(ALL_TYPES & ~types);
    const fails = schemas.schema([
      { kind: 'types', types },
      { kind: 'not', schema: pending.schema },
    ]);
    const schema = schemas.schema([{ kind: 'any', schemas: [others, fails], isExclusive: true }]);
    return { schema, scopes: [], order: pending.order, isLoose: true };
  }

  /** What a negated schema evaluates does not count, so it belongs to no scope; and it lists no names for a reader. */
  private negated({ schema, order }: Pending): Pending {
    return { schema: this.context.schemas.negation(schema), scopes: [], order, isLoose: true };
  }

  /** Scalars are taken out of their lexemes; objects and arrays differ in one of several ways. */
  private addOtherThan(conjunction: Conjunction, open: Choice[], values: readonly Json[], scopes: Pending['scopes']): void {
    conjunction.excluded = [...conjunction.excluded, ...values.filter((value) => typeof value !== 'object' || value === null)];
    for (const value of values) {
      if (typeof value !== 'object' || value === null) continue;
      const ways = this.context.schemas.otherThan(value);
      open.push(() => ways.map((schema) => [{ schema, scopes, order: [], isLoose: true }]));
    }
  }
}
