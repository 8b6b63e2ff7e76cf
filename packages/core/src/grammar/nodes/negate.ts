import type { Assertion, Demand, ItemsDemand, Json, MembersDemand, SchemaNode } from '../../schema/schema-node.js';
import { ALL_TYPES, NUMBER_TYPES, TypeBit } from '../../schema/schema-node.js';
import { refuse } from '../refusal.js';
import type { SchemaFactory } from './schema-factory.js';

const NO_LIMIT = Number.POSITIVE_INFINITY;

/**
 * The values that do not satisfy a schema, as a schema: by De Morgan's laws, one alternative for each way of breaking one assertion.
 * @throws {Refusal} where an assertion has no negation that can be enforced.
 */
export function negate(schema: SchemaNode, make: SchemaFactory): SchemaNode {
  if (schema.isNever) return make.schema([]);
  const alternatives = schema.assertions.flatMap((assertion) => breaking(assertion, make));
  return alternatives.length === 1 ? alternatives[0]! : make.schema([{ kind: 'any', schemas: alternatives, isExclusive: false }]);
}

function breaking({ keyword, pointer, demand }: Assertion, make: SchemaFactory): SchemaNode[] {
  const typed = (types: number, ...demands: Demand[]): SchemaNode => make.schema([{ kind: 'types', types }, ...demands], keyword, pointer);
  const not = (negated: SchemaNode): SchemaNode => make.schema([{ kind: 'not', schema: negated }], keyword, pointer);
  switch (demand.kind) {
    case 'types':
      return [typed(ALL_TYPES & ~demand.types)];
    case 'values':
      return [make.schema([{ kind: 'otherThan', values: demand.values }], keyword, pointer)];
    case 'otherThan':
      return [make.schema([{ kind: 'values', values: demand.values }], keyword, pointer)];
    case 'length':
      return outside(demand).map((window) => typed(TypeBit.string, { kind: 'length', ...window }));
    case 'pattern':
    case 'format':
      return [typed(TypeBit.string, { kind: 'noMatch', of: demand })];
    case 'noMatch':
      return [typed(TypeBit.string, demand.of)];
    case 'range':
      return [
        ...(demand.min === undefined ? [] : [typed(NUMBER_TYPES, { kind: 'range', min: undefined, max: flip(demand.min) })]),
        ...(demand.max === undefined ? [] : [typed(NUMBER_TYPES, { kind: 'range', min: flip(demand.max), max: undefined })]),
      ];
    case 'multipleOf':
      return [typed(NUMBER_TYPES, { kind: 'notMultipleOf', divisor: demand.divisor })];
    case 'notMultipleOf':
      return [typed(NUMBER_TYPES, { kind: 'multipleOf', divisor: demand.divisor })];
    case 'members':
      return breakingMember(demand, typed, not, make);
    case 'required':
      return demand.names.map((name) => make.withoutMember(name, keyword, pointer));
    case 'memberCount':
      return outside(demand).map((window) => typed(TypeBit.object, { kind: 'memberCount', ...window }));
    case 'memberNames': {
      const names = { kind: 'valid', schema: not(demand.schema) } as const;
      return [typed(TypeBit.object, { kind: 'someMember', names, schema: make.schema([]) })];
    }
    case 'items':
      return breakingItem(demand, typed, not, make);
    case 'itemCount':
      return outside(demand).map((window) => typed(TypeBit.array, { kind: 'itemCount', ...window }));
    case 'contains':
      return outside(demand).map((window) => typed(TypeBit.array, { ...demand, ...window }));
    case 'all':
      return demand.schemas.map(not);
    case 'any':
      return [make.schema([{ kind: 'all', schemas: demand.schemas.map(not) }], keyword, pointer)];
    case 'one':
      return [
        make.schema([{ kind: 'all', schemas: demand.schemas.map(not) }], keyword, pointer),
        ...pairs(demand.schemas).map((pair) => make.schema([{ kind: 'all', schemas: pair }], keyword, pointer)),
      ];
    case 'not':
      return [demand.schema];
    case 'someMember':
    case 'uniqueItems':
    case 'unevaluatedMembers':
    case 'unevaluatedItems':
      throw refuse({ keyword, pointer }, 'its negation is not built');
  }
}

type Typed = (types: number, ...demands: Demand[]) => SchemaNode;

function breakingMember(members: MembersDemand, typed: Typed, not: (schema: SchemaNode) => SchemaNode, make: SchemaFactory): SchemaNode[] {
  const alternatives: SchemaNode[] = [];
  for (const [name, schema] of members.properties) {
    if (!schema.isNever && schema.assertions.length === 0) continue;
    const wrong: Demand = { kind: 'members', properties: new Map([[name, not(schema)]]), patterns: [], additional: undefined };
    alternatives.push(typed(TypeBit.object, { kind: 'required', names: [name] }, wrong));
  }
  for (const { source, schema } of members.patterns) {
    alternatives.push(typed(TypeBit.object, { kind: 'someMember', names: { kind: 'matching', source }, schema: not(schema) }));
  }
  if (members.additional !== undefined && (members.additional.isNever || members.additional.assertions.length > 0)) {
    const wrong = members.additional.isNever ? make.anything : not(members.additional);
    alternatives.push(typed(TypeBit.object, { kind: 'someMember', names: { kind: 'additional', members }, schema: wrong }));
  }
  return alternatives;
}

function breakingItem(demand: ItemsDemand, typed: Typed, not: (schema: SchemaNode) => SchemaNode, make: SchemaFactory): SchemaNode[] {
  const { prefix, rest } = demand;
  const alternatives = prefix.map((schema, index) => {
    const wrong = [...prefix.slice(0, index).map(() => make.schema([])), not(schema)];
    return typed(TypeBit.array, { kind: 'itemCount', min: index + 1, max: NO_LIMIT }, { kind: 'items', prefix: wrong, rest: undefined });
  });
  if (rest === undefined) return alternatives;
  return [...alternatives, typed(TypeBit.array, { kind: 'contains', schema: not(rest), min: 1, max: NO_LIMIT, from: prefix.length })];
}

function flip(bound: { readonly value: number; readonly exclusive: boolean }): { value: number; exclusive: boolean } {
  return { value: bound.value, exclusive: !bound.exclusive };
}

/** The windows of counts below and above one. */
function outside(window: { readonly min: number; readonly max: number }): { min: number; max: number }[] {
  const windows: { min: number; max: number }[] = [];
  if (window.min > 0) windows.push({ min: 0, max: window.min - 1 });
  if (window.max < NO_LIMIT) windows.push({ min: window.max + 1, max: NO_LIMIT });
  return windows;
}

function pairs(schemas: readonly SchemaNode[]): (readonly SchemaNode[])[] {
  return schemas.flatMap((a, i) => schemas.slice(i + 1).map((b) => [a, b]));
}

/** The ways in which a value differs from an object or array, as one schema each; they exclude each other by type. */
export function otherThanContainer(value: readonly Json[] | { readonly [key: string]: Json }, make: SchemaFactory): SchemaNode[] {
  const other = (item: Json): SchemaNode => make.schema([{ kind: 'otherThan', values: [item] }]);
  const typed = (...demands: Demand[]): SchemaNode =>
    make.schema([{ kind: 'types', types: Array.isArray(value) ? TypeBit.array : TypeBit.object }, ...demands]);
  const otherType = make.schema([{ kind: 'types', types: ALL_TYPES & ~(Array.isArray(value) ? TypeBit.array : TypeBit.object) }]);
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const differing = list.map((item, index) => {
      const prefix = [...list.slice(0, index).map(() => make.anything), other(item)];
      return typed({ kind: 'itemCount', min: index + 1, max: NO_LIMIT }, { kind: 'items', prefix, rest: undefined });
    });
    const otherLength = outside({ min: list.length, max: list.length }).map((window) => typed({ kind: 'itemCount', ...window }));
    return [otherType, ...otherLength, ...differing];
  }
  const members = Object.entries(value as { readonly [key: string]: Json });
  return [
    otherType,
    typed({ kind: 'memberCount', min: members.length + 1, max: NO_LIMIT }),
    ...members.map(([name]) => make.withoutMember(name, '', '')),
    ...members.map(([name, member]) => {
      const differing: Demand = { kind: 'members', properties: new Map([[name, other(member)]]), patterns: [], additional: undefined };
      return typed({ kind: 'required', names: [name] }, differing);
    }),
  ];
}
