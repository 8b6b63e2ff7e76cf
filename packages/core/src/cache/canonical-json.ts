import { RequestError } from '../errors/index.js';

/** Keywords whose value is data or names: kept as written, because their order shows in the prompt or in the output. */
const literals = new Set(['const', 'enum', 'default', 'examples']);

/** Keywords whose value is a map from names to schemas where the order of the names has no effect. */
const unorderedMaps = new Set(['$defs', 'definitions', 'patternProperties', 'dependentSchemas', 'dependencies']);

type Members = readonly (readonly [key: string, value: unknown])[];

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);

const membersOf = (value: object): Members => Object.entries(value).filter(([, member]) => member !== undefined);

// Written out member by member: an object built in sorted order would still put integer-like keys first.
const writeMembers = (members: Members, write: (value: unknown, key: string) => string) =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}:${write(value, key)}`).join(',')}}`;

function writeScalar(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return JSON.stringify(value);
  throw new RequestError('invalid_request', `a ${typeof value} (${String(value)}) has no place in a cache key`);
}

function write(value: unknown, isSorted: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item, isSorted)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return writeScalar(value);
  const members = membersOf(value);
  return writeMembers(isSorted ? [...members].sort(byKey) : members, (member) => write(member, isSorted));
}

/** JSON with the members of every object sorted by UTF-16 units, no white space; members that are `undefined` count as absent. */
export const canonicalJson = (value: unknown): string => write(value, true);

/**
 * The canonical text of a JSON Schema. Two schemas share it only where they give the same prompt and the same output:
 * - keywords are sorted, at every level, and so are the names in `$defs` and other maps that are only looked up;
 * - the members of `properties` keep their order, because the output has it, and so does everything inside `const`, `enum`,
 *   `default` and `examples`, and the items of every array.
 */
export function canonicalSchema(schema: unknown): string {
  if (Array.isArray(schema)) return `[${schema.map(canonicalSchema).join(',')}]`;
  if (typeof schema !== 'object' || schema === null) return writeScalar(schema);
  return writeMembers([...membersOf(schema)].sort(byKey), writeKeyword);
}

function writeKeyword(value: unknown, keyword: string): string {
  if (literals.has(keyword)) return write(value, false);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return canonicalSchema(value);
  if (keyword === 'properties') return writeMembers(membersOf(value), canonicalSchema);
  if (unorderedMaps.has(keyword)) return writeMembers([...membersOf(value)].sort(byKey), canonicalSchema);
  return canonicalSchema(value);
}
