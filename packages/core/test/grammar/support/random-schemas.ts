import type { Random } from './random.js';
import type { Schema, SchemaObject } from './schema-index.js';

/** Keywords by the type that they constrain; each entry makes one value for the keyword. */
type Maker = (random: Random, depth: number) => unknown;

const keys = ['a', 'b', 'c'] as const;
const small = (random: Random) => random.below(4);
const someNumber = (random: Random) => random.pick([-2, -1, 0, 1, 2, 3, 5, 10, 0.5, 1.5, -0.25, 100]);

/** Patterns over the letters that the value pool uses, anchored and not. */
const patterns = ['^a', 'b$', '^ab?$', '^[a-c]{1,2}$', 'a|c', '^(ab)*$', '[^a]', '^.{2}$', '\\d', '^\\w+$', '^$', '\\u00e9'];

const makers: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
  string: {
    minLength: small,
    maxLength: small,
    pattern: (random) => random.pick(patterns),
    format: (random) => random.pick(['date', 'uuid', 'ipv4', 'made-up']),
  },
  number: {
    minimum: someNumber,
    maximum: someNumber,
    exclusiveMinimum: someNumber,
    exclusiveMaximum: someNumber,
    multipleOf: (random) => random.pick([1, 2, 3, 0.5, 0.1, 0.25, 1.5]),
  },
  array: {
    items: (random, depth) => randomSchema(random, depth - 1),
    prefixItems: (random, depth) => listOf(random, depth, 1 + random.below(2)),
    minItems: (random) => random.below(3),
    maxItems: (random) => random.below(4),
    uniqueItems: (random) => !random.oneIn(4),
    contains: (random, depth) => randomSchema(random, depth - 1),
    minContains: (random) => random.below(3),
    maxContains: (random) => random.below(3),
    unevaluatedItems: (random, depth) => (random.oneIn(2) ? false : randomSchema(random, depth - 1)),
  },
  object: {
    properties: (random, depth) => mapOf(random, depth, keys),
    required: (random) => keys.filter(() => random.oneIn(2)),
    additionalProperties: (random, depth) => (random.oneIn(2) ? false : randomSchema(random, depth - 1)),
    patternProperties: (random, depth) => mapOf(random, depth, ['^a', 'b$', 'c', '^.$']),
    propertyNames: (random) => random.pick([{ maxLength: 1 }, { pattern: '^[ab]' }, { enum: ['a', 'b'] }, true]),
    minProperties: (random) => random.below(3),
    maxProperties: (random) => random.below(4),
    dependentRequired: (random) => ({ [random.pick(keys)]: [random.pick(keys)] }),
    dependentSchemas: (random, depth) => mapOf(random, depth, [random.pick(keys)]),
    unevaluatedProperties: (random, depth) => (random.oneIn(2) ? false : randomSchema(random, depth - 1)),
  },
};

const combiners: Readonly<Record<string, Maker>> = {
  anyOf: (random, depth) => listOf(random, depth, 2),
  oneOf: (random, depth) => listOf(random, depth, 2),
  allOf: (random, depth) => listOf(random, depth, 2),
  not: (random, depth) => randomSchema(random, depth - 1),
  if: (random, depth) => randomSchema(random, depth - 1),
};

function listOf(random: Random, depth: number, length: number): Schema[] {
  return Array.from({ length }, () => randomSchema(random, depth - 1));
}

function mapOf(random: Random, depth: number, names: readonly string[]): SchemaObject {
  const chosen = names.filter(() => !random.oneIn(3));
  return Object.fromEntries(chosen.map((name) => [name, randomSchema(random, depth - 1)]));
}

const pool: readonly unknown[] = [null, true, 0, 1, 2, -1, 0.5, 'a', 'ab', '', 'é', [], [1], {}, { a: 1 }, { b: 'a', a: 1 }];

/** A schema out of all keywords of 2020-12 that constrain; small, so that a small pool of values tells its cases apart. */
export function randomSchema(random: Random, depth: number): Schema {
  if (depth <= 0)
    return random.pick<Schema>([
      true,
      true,
      false,
      { type: 'string' },
      { type: 'integer' },
      { type: ['null', 'number'] },
      { const: 'a' },
      { enum: [1, 'a', null] },
    ]);
  const choice = random.below(12);
  if (choice === 0) return { enum: Array.from({ length: 1 + random.below(4) }, () => random.pick(pool)) };
  if (choice === 1) return { const: random.pick(pool) };
  const schema: Record<string, unknown> = {};
  const type = random.pick(['string', 'number', 'array', 'object', 'object']);
  if (!random.oneIn(4)) schema.type = type === 'number' && random.oneIn(2) ? 'integer' : random.oneIn(5) ? [type, 'null'] : type;
  const names = Object.keys(makers[type]!);
  for (let i = 0; i < 1 + random.below(3); i++) {
    const name = random.pick(names);
    schema[name] = makers[type]![name]!(random, depth);
  }
  if (random.oneIn(3)) {
    const name = random.pick(Object.keys(combiners));
    schema[name] = combiners[name]!(random, depth);
    if (name === 'if') {
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      if (!random.oneIn(3)) schema.then = randomSchema(random, depth - 1);
      if (!random.oneIn(3)) schema.else = randomSchema(random, depth - 1);
    }
  }
  return schema;
}

/** Values that random schemas over the keys a, b, c and short strings can tell apart. */
export function valuePool(): readonly unknown[] {
  const strings = [
    '',
    'a',
    'b',
    'c',
    'ab',
    'ba',
    'abab',
    'abc',
    'aé',
    'é',
    '\u{1f600}',
    '1',
    'x"y',
    'a\nb',
    '2024-02-30',
    '2024-02-29',
    '127.0.0.1',
  ];
  const numbers = [0, 1, 2, 3, 4, 5, 6, 10, 11, -1, -2, -3, 0.5, 0.1, 0.3, 0.25, 1.5, -0.25, 2.5, 99.75, 100, 101, 1e21, 1e-7];
  const scalars = [null, true, false, ...strings, ...numbers];
  const arrays = [
    [],
    [null],
    [1],
    [0.5],
    ['a'],
    ['b'],
    [1, 1],
    [1, 2],
    [1, 'a'],
    ['a', 1],
    ['a', 'a'],
    [[]],
    [{}],
    [{ a: 1 }, { a: 1 }],
    [1, 2, 3],
    ['a', 'b', 'c', 'a'],
    [null, null, 1],
  ];
  const members = [1, 'a', null, 0.5, {}];
  const objects: unknown[] = [
    {},
    { d: 1 },
    { a: { a: 1 } },
    { ab: 1, b: 2 },
    { a: 1, d: 'a' },
    { é: 1 },
    { a: 1, b: 1, c: 1, d: 1 },
    { a: [1], b: ['a'] },
  ];
  for (const first of members) {
    for (const key of keys) objects.push({ [key]: first });
    for (const second of members) objects.push({ a: first, b: second }, { b: first, c: second }, { a: first, c: second });
    objects.push({ a: first, b: 'a', c: 1 }, { a: 1, b: first, c: null });
  }
  return [...scalars, ...arrays, ...objects];
}
