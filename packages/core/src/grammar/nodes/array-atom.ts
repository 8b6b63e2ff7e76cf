import type { ItemsDemand, SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import { Refusal, refuse } from '../refusal.js';
import type { ArrayAtom } from './atoms.js';
import type { Conjunction, Scoped, UnevaluatedScope } from './conjunction.js';

const NO_PREFIX: readonly (readonly SchemaNode[])[] = [];

/** The arrays that a conjunction allows, or `undefined` where it is plain that there are none. */
export function arrayAtom(conjunction: Conjunction, context: GrammarContext): ArrayAtom | undefined {
  const { items, minItems, contains, uniqueItems } = conjunction;
  const scopes = conjunction.scopes.filter(({ demand }) => demand.kind === 'unevaluatedItems');
  if (scopes.length > 0 && contains.some((demand) => demand.scopes.length > 0)) {
    throw new Refusal('unevaluatedItems', '', 'what "contains" evaluates is not followed');
  }
  const prefixLength = items.reduce((longest, { demand }) => Math.max(longest, demand.prefix.length), 0);
  const prefix = prefixLength === 0 ? NO_PREFIX : Array.from({ length: prefixLength }, (_, index) => itemSchemas(items, scopes, index));
  const rest = itemSchemas(items, scopes, prefixLength);
  const maxItems = Math.min(conjunction.maxItems, closedAt(prefix, rest));
  if (minItems > maxItems) return undefined;
  if (uniqueItems !== undefined && prefixLength > 0) throw refuse(uniqueItems, 'it stands beside items that differ by index');
  const demands = contains.map(({ demand }) => demand);
  const isUnique = uniqueItems !== undefined;
  const make = (id: number): ArrayAtom => ({ id, prefix, rest, minItems, maxItems, contains: demands, isUnique });
  // An alternative may be equal to another one; what stands alone need not be compared.
  if (conjunction.isAlone) return context.newArrayAtom(make);
  const ids = (schemas: readonly SchemaNode[]): readonly number[] => schemas.map((schema) => schema.id);
  const counts = demands.map(({ schema, min, max, from }) => [schema.id, min, max, from]);
  return context.arrayAtom(JSON.stringify([prefix.map(ids), ids(rest), minItems, maxItems, counts, isUnique]), make);
}

/** No item can stand where nothing is valid, nor after it. */
function closedAt(prefix: readonly (readonly SchemaNode[])[], rest: readonly SchemaNode[]): number {
  const isNever = (schema: SchemaNode): boolean => schema.isNever;
  for (let index = 0; index < prefix.length; index++) if (prefix[index]!.some(isNever)) return index;
  return rest.some(isNever) ? prefix.length : Number.POSITIVE_INFINITY;
}

/** The schemas that hold for the item at `index`. */
function itemSchemas(items: readonly Scoped<ItemsDemand>[], scopes: readonly Scoped<UnevaluatedScope>[], index: number): SchemaNode[] {
  const schemas: SchemaNode[] = [];
  const evaluatedIn: Set<UnevaluatedScope> | undefined = scopes.length === 0 ? undefined : new Set();
  for (const { demand, scopes: own } of items) {
    const schema = demand.prefix[index] ?? demand.rest;
    if (schema === undefined) continue;
    schemas.push(schema);
    for (const scope of own) evaluatedIn?.add(scope);
  }
  if (evaluatedIn === undefined) return schemas;
  for (const { demand: scope, scopes: outer } of [...scopes].reverse()) {
    if (evaluatedIn.has(scope)) continue;
    schemas.push(scope.schema);
    for (const around of outer) evaluatedIn.add(around);
  }
  return schemas;
}
