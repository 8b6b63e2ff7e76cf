import type { ItemsDemand, SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import { Refusal, refuse } from '../refusal.js';
import type { ArrayAtom } from './atoms.js';
import type { Conjunction, Scoped, UnevaluatedScope } from './conjunction.js';

/** The arrays that a conjunction allows, or `undefined` where it is plain that there are none. */
export function arrayAtom(conjunction: Conjunction, context: GrammarContext): ArrayAtom | undefined {
  const { items, minItems, contains, uniqueItems } = conjunction;
  const scopes = conjunction.scopes.filter(({ demand }) => demand.kind === 'unevaluatedItems');
  if (scopes.length > 0 && contains.some((demand) => demand.scopes.length > 0)) {
    throw new Refusal('unevaluatedItems', '', 'what "contains" evaluates is not followed');
  }
  const prefixLength = Math.max(0, ...items.map(({ demand }) => demand.prefix.length));
  const prefix = Array.from({ length: prefixLength }, (_, index) => itemSchemas(items, scopes, index));
  const rest = itemSchemas(items, scopes, prefixLength);
  // No item can stand where nothing is valid, nor after it.
  const closedAt = [...prefix, rest].findIndex((schemas) => schemas.some((schema) => schema.isNever));
  const maxItems = closedAt < 0 ? conjunction.maxItems : Math.min(conjunction.maxItems, closedAt);
  if (minItems > maxItems) return undefined;
  const demands = contains.map(({ demand }) => demand);
  const ids = (schemas: readonly SchemaNode[]): readonly number[] => schemas.map((schema) => schema.id);
  const key = JSON.stringify([
    prefix.map(ids),
    ids(rest),
    minItems,
    maxItems,
    demands.map(({ schema, min, max, from }) => [schema.id, min, max, from]),
    uniqueItems !== undefined,
  ]);
  if (uniqueItems !== undefined && prefixLength > 0) throw refuse(uniqueItems, 'it stands beside items that differ by index');
  return context.arrayAtom(key, (id) => ({ id, prefix, rest, minItems, maxItems, contains: demands, isUnique: uniqueItems !== undefined }));
}

/** The schemas that hold for the item at `index`. */
function itemSchemas(items: readonly Scoped<ItemsDemand>[], scopes: readonly Scoped<UnevaluatedScope>[], index: number): SchemaNode[] {
  const schemas: SchemaNode[] = [];
  const evaluatedIn = new Set<UnevaluatedScope>();
  for (const { demand, scopes: own } of items) {
    const schema = demand.prefix[index] ?? demand.rest;
    if (schema === undefined) continue;
    schemas.push(schema);
    for (const scope of own) evaluatedIn.add(scope);
  }
  for (const { demand: scope, scopes: outer } of [...scopes].reverse()) {
    if (evaluatedIn.has(scope)) continue;
    schemas.push(scope.schema);
    for (const around of outer) evaluatedIn.add(around);
  }
  return schemas;
}
