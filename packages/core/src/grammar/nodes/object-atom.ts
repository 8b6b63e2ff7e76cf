import type { MembersDemand, SchemaNode, SomeMemberDemand } from '../../schema/schema-node.js';
import type { CodePointDfa } from '../automata/code-point-dfa.js';
import { anyString } from '../automata/dfa-algebra.js';
import { wordCount } from '../automata/word-count.js';
import type { GrammarContext } from '../grammar-context.js';
import type { AdditionalMembers, Member, ObjectAtom, Payment } from './atoms.js';
import type { Conjunction, Scoped, UnevaluatedScope } from './conjunction.js';

/** Kinds of additional names at most that patterns cut out. */
const MAX_NAME_CLASSES = 64;
const MAX_PAYMENTS = 64;
const MAX_DEBTS = 30;
const NO_PAYMENTS: readonly Payment[] = [];
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_OTHERS: readonly AdditionalMembers[] = [];

/** What an object may hold, before it becomes an atom. */
interface MemberLists {
  readonly members: readonly Member[];
  readonly orderedCount: number;
  readonly additional: readonly AdditionalMembers[];
}

/** The objects that a conjunction allows, or `undefined` where it is plain that there are none. */
export function objectAtom(conjunction: Conjunction, context: GrammarContext): ObjectAtom | undefined {
  const required: ReadonlySet<string> = conjunction.required.length === 0 ? NO_NAMES : new Set(conjunction.required);
  const { minMembers, maxMembers } = conjunction;
  if (required.size > maxMembers || minMembers > maxMembers) return undefined;
  const debtCount = conjunction.someMembers.length;
  context.budget.atMost(MAX_DEBTS, debtCount, 'negated keywords for unlisted members');
  const demand = onlyDemand(conjunction);
  const lists = demand === undefined ? listsOf(conjunction, required, context) : listsOfOne(demand, required, context);
  if (lists === undefined) return undefined;
  const make = (id: number): ObjectAtom => {
    const { members, orderedCount, additional } = lists;
    return { id, members, orderedCount, requiredFrom: requiredFrom(lists), additional, minMembers, maxMembers, debtCount };
  };
  // An alternative may be equal to another one; what stands alone need not be compared.
  return conjunction.isAlone ? context.newObjectAtom(make) : context.objectAtom(keyOf(conjunction, lists, context), make);
}

function requiredFrom({ members, orderedCount }: MemberLists): number[] {
  const left = new Array<number>(orderedCount + 1).fill(0);
  for (let i = orderedCount - 1; i >= 0; i--) left[i] = left[i + 1]! + (members[i]!.isRequired ? 1 : 0);
  return left;
}

/** Equal keys are equal objects. */
function keyOf({ minMembers, maxMembers, someMembers }: Conjunction, lists: MemberLists, context: GrammarContext): string {
  const { members, orderedCount, additional } = lists;
  let key = `${orderedCount} ${minMembers} ${maxMembers} ${someMembers.length}`;
  for (const member of members) {
    key += `;${member.name.length}:${member.name}:${member.node.id}${member.isRequired ? '!' : ''}${paymentKey(member.payments)}`;
  }
  for (const rule of additional) {
    // Where each listed name is a member, the members tell which they are.
    const listed = rule.listed.length === members.length ? sameNames(rule.listed, members) : undefined;
    key += `;+${context.dfaId(rule.names)} ${listed ? 'all' : JSON.stringify(rule.listed)} ${rule.node.id}${paymentKey(rule.payments)}`;
  }
  return key;
}

function sameNames(names: readonly string[], members: readonly Member[]): boolean {
  return names.every((name, index) => name === members[index]!.name);
}

/** The one rule for members of most objects, where there is nothing else to be looked at. */
function onlyDemand({ members, memberNames, someMembers, scopes }: Conjunction): Scoped<MembersDemand> | undefined {
  if (members.length > 1 || memberNames.length > 0 || someMembers.length > 0 || scopes.length > 0) return undefined;
  if (members.length === 0) return ANY_MEMBERS;
  return members[0]!.demand.patterns.length === 0 ? members[0] : undefined;
}

const ANY_MEMBERS: Scoped<MembersDemand> = {
  demand: { kind: 'members', properties: new Map(), patterns: [], additional: undefined },
  scopes: [],
  order: [],
  isLoose: false,
};

/** As `listsOf`, for an object with only one rule for members, without patterns. */
function listsOfOne(rule: Scoped<MembersDemand>, required: ReadonlySet<string>, context: GrammarContext): MemberLists | undefined {
  const { properties, additional } = rule.demand;
  const members: Member[] = [];
  for (const [name, schema] of properties) {
    const isRequired = required.has(name);
    if (!schema.isNever && context.canWrite(name)) {
      members.push({ name, node: context.node([schema]), isRequired, payments: NO_PAYMENTS });
    } else if (isRequired) return undefined;
  }
  const orderedCount = rule.isLoose || context.options.keyOrder === 'any' ? 0 : members.length;
  const isClosed = additional?.isNever === true;
  const other = context.node(additional === undefined ? [] : [additional]);
  const listed = [...properties.keys()];
  for (const name of required) {
    if (properties.has(name)) continue;
    if (isClosed || !context.canWrite(name)) return undefined;
    listed.push(name);
    members.push({ name, node: other, isRequired: true, payments: NO_PAYMENTS });
  }
  if (isClosed) return { members, orderedCount, additional: NO_OTHERS };
  const others = { names: anyString(), listed, nameCount: Number.POSITIVE_INFINITY, node: other, payments: NO_PAYMENTS };
  return { members, orderedCount, additional: [others] };
}

/** The members of an object that several rules speak of, or patterns, or negated schemas; `undefined` where there is no such object. */
function listsOf(conjunction: Conjunction, required: ReadonlySet<string>, context: GrammarContext): MemberLists | undefined {
  const rules = new MemberRules(conjunction, context);
  const names = new Set<string>();
  if (context.options.keyOrder === 'schema') rules.addListedNames(names, (isLoose) => !isLoose);
  const orderedNames = names.size;
  rules.addListedNames(names, (isLoose) => isLoose || context.options.keyOrder === 'any');
  for (const name of required) names.add(name);
  let orderedCount = 0;
  let seen = 0;
  const members: Member[] = [];
  for (const name of names) {
    seen++;
    const schemas = rules.schemasOf(name);
    const isRequired = required.has(name);
    if (schemas.some((schema) => schema.isNever) || !context.canWrite(name)) {
      if (isRequired) return undefined;
      continue;
    }
    members.push({ name, node: context.node(schemas), isRequired, payments: rules.paymentsOf(name, schemas) });
    if (seen <= orderedNames) orderedCount++;
  }
  return { members, orderedCount, additional: rules.additional(names) };
}

/** Which schemas hold for which member of a conjunction. */
class MemberRules {
  readonly debts: readonly SomeMemberDemand[];
  private readonly demands: readonly Scoped<MembersDemand>[];
  private readonly scopes: readonly Scoped<UnevaluatedScope>[];
  private readonly allowedNames: CodePointDfa | undefined;

  constructor(
    conjunction: Conjunction,
    private readonly context: GrammarContext,
  ) {
    const { members } = conjunction;
    this.demands = members.length < 2 ? members : members.toSorted((a, b) => compareOrder(a.order, b.order));
    this.scopes = conjunction.scopes.filter(({ demand }) => demand.kind === 'unevaluatedMembers');
    this.debts = conjunction.someMembers;
    this.allowedNames = conjunction.memberNames.reduce<CodePointDfa | undefined>((names, schema) => {
      const own = context.stringsOfSchema(schema);
      return names === undefined ? own : context.intersection(names, own);
    }, undefined);
  }

  /** Adds the names that schemas list; negated schemas are loose ones. */
  addListedNames(names: Set<string>, isAskedFor: (isLoose: boolean) => boolean): void {
    for (const { demand, isLoose } of this.demands) {
      if (isAskedFor(isLoose)) for (const name of demand.properties.keys()) names.add(name);
    }
  }

  schemasOf(name: string): SchemaNode[] {
    if (this.allowedNames?.matches(name) === false) return [this.context.schemas.never];
    return this.collect(
      (demand) => demand.properties.get(name),
      (source) => this.context.patternWords(source).matches(name),
    );
  }

  paymentsOf(name: string, schemas: readonly SchemaNode[]): readonly Payment[] {
    if (this.debts.length === 0) return NO_PAYMENTS;
    return this.payments(schemas, (debt) => this.namesOf(debt).matches(name));
  }

  /** The names that are not listed, cut into classes that no pattern tells apart. */
  additional(listedNames: Iterable<string>): AdditionalMembers[] {
    const { context } = this;
    if (this.isClosed()) return [];
    const listed = [...listedNames];
    const names = this.allowedNames ?? anyString();
    const cuts = new Map<string, CodePointDfa>();
    for (const { demand } of this.demands) for (const { source } of demand.patterns) cuts.set(source, context.patternWords(source));
    for (const [index, debt] of this.debts.entries()) cuts.set(`\0${index}`, this.namesOf(debt));
    let classes: { names: CodePointDfa; inside: ReadonlySet<string> }[] = [{ names, inside: new Set() }];
    for (const [source, words] of cuts) {
      const split: typeof classes = [];
      for (const part of classes) {
        const matching = context.intersection(part.names, words);
        const other = context.difference(part.names, words);
        if (!matching.isEmpty) split.push({ names: matching, inside: new Set(part.inside).add(source) });
        if (!other.isEmpty) split.push({ names: other, inside: part.inside });
      }
      classes = split;
      context.budget.atMost(MAX_NAME_CLASSES, classes.length, 'kinds of names that patterns cut out of one object');
    }
    return classes.flatMap(({ names: allNames, inside }) => {
      const ownNames = context.writableWords(allNames);
      const schemas = this.collect(
        () => undefined,
        (source) => inside.has(source),
      );
      if (ownNames.isEmpty || schemas.some((schema) => schema.isNever)) return [];
      const taken = ownNames === anyString() ? listed : listed.filter((name) => ownNames.matches(name));
      const nameCount = wordCount(ownNames) - taken.length;
      if (nameCount === 0) return [];
      const payments = this.payments(schemas, (_, index) => inside.has(`\0${index}`));
      return [{ names: ownNames, listed: taken, nameCount, node: context.node(schemas), payments }];
    });
  }

  /** No unlisted member is allowed; the usual case, told without building an automaton. */
  private isClosed(): boolean {
    return this.demands.some(({ demand }) => demand.additional?.isNever === true && demand.patterns.length === 0);
  }

  /** One way for each set of debts that the member can pay; what any member of that name pays comes with all of them. */
  private payments(schemas: readonly SchemaNode[], applies: (debt: SomeMemberDemand, index: number) => boolean): readonly Payment[] {
    if (this.debts.length === 0) return NO_PAYMENTS;
    let ways: { debts: number; more: readonly SchemaNode[] }[] = [{ debts: 0, more: [] }];
    for (const [index, debt] of this.debts.entries()) {
      if (debt.schema.isNever || !applies(debt, index)) continue;
      const paying = ways.map(({ debts, more }) => ({ debts: debts | (1 << index), more: [...more, debt.schema] }));
      ways = debt.schema.assertions.length === 0 ? paying : [...ways, ...paying];
      this.context.budget.atMost(MAX_PAYMENTS, ways.length, 'ways in which one member can break negated keywords');
    }
    return ways.filter((way) => way.debts !== 0).map(({ debts, more }) => ({ debts, node: this.context.node([...schemas, ...more]) }));
  }

  private collect(listed: (demand: MembersDemand) => SchemaNode | undefined, matches: (source: string) => boolean): SchemaNode[] {
    const schemas: SchemaNode[] = [];
    const evaluatedIn: Set<UnevaluatedScope> | undefined = this.scopes.length === 0 ? undefined : new Set();
    for (const { demand, scopes } of this.demands) {
      const own = listed(demand);
      let isNamed = own !== undefined;
      if (own !== undefined) schemas.push(own);
      for (const { source, schema } of demand.patterns) {
        if (!matches(source)) continue;
        schemas.push(schema);
        isNamed = true;
      }
      if (!isNamed && demand.additional !== undefined) schemas.push(demand.additional);
      if (isNamed || demand.additional !== undefined) for (const scope of scopes) evaluatedIn?.add(scope);
    }
    if (evaluatedIn === undefined) return schemas;
    // Innermost first: what an inner scope evaluates is evaluated for those around it too.
    for (const { demand: scope, scopes } of [...this.scopes].reverse()) {
      if (evaluatedIn.has(scope)) continue;
      schemas.push(scope.schema);
      for (const outer of scopes) evaluatedIn.add(outer);
    }
    return schemas;
  }

  private namesOf(debt: SomeMemberDemand): CodePointDfa {
    const { context } = this;
    switch (debt.names.kind) {
      case 'matching':
        return context.patternWords(debt.names.source);
      case 'valid':
        return context.stringsOfSchema(debt.names.schema);
      case 'additional':
        return debt.names.members.patterns.reduce(
          (names, { source }) => context.difference(names, context.patternWords(source)),
          context.allBut([...debt.names.members.properties.keys()]),
        );
    }
  }
}

function paymentKey(payments: readonly Payment[]): string {
  if (payments.length === 0) return '';
  return payments.map(({ debts, node }) => `${debts}:${node.id}`).join();
}

function compareOrder(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
