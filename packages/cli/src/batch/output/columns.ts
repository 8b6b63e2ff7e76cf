import type { JsonSchema, JsonValue } from '@maaza/core';

/** A column of a table: where its value stands in the data. */
export interface DataColumn {
  readonly name: string;
  readonly path: readonly string[];
}

/** Names of our own columns, beside those of the data. */
export const OWN_COLUMNS = ['_id', '_valid', '_errors'] as const;

/** One column for each value that the schema names, objects opened (`buyer.name`); lists and whatever has no fixed members stay one column. */
export function columnsOf(schema: JsonSchema): readonly DataColumn[] {
  const taken = new Set<string>([...OWN_COLUMNS, '_data']);
  return pathsOf(schema, []).map((path) => ({ name: uniqueName(path.join('.') || 'data', taken), path }));
}

function pathsOf(schema: unknown, path: readonly string[]): readonly (readonly string[])[] {
  const { properties } = (typeof schema === 'object' && schema !== null ? schema : {}) as { properties?: unknown };
  const members = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
  return members.length === 0 ? [path] : members.flatMap(([name, member]) => pathsOf(member, [...path, name]));
}

/** SQLite does not tell upper from lower case in names, so no table does. */
function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${name}_${count}`;
  taken.add(unique.toLowerCase());
  return unique;
}

/** The value of a column; undefined where the data does not have it. */
export function valueAt(data: unknown, { path }: DataColumn): JsonValue | undefined {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined,
    data,
  ) as JsonValue | undefined;
}
