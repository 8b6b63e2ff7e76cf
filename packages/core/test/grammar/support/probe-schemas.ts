import type { SchemaObject } from './schema-index.js';

/**
 * Schemas whose states are worth looking at one by one: each kind of lexeme beside each other kind, optional members, unions that the
 * first byte does not decide, lengths, recursion, keys that begin alike, characters that need escapes.
 */
export const probeSchemas: Readonly<Record<string, SchemaObject>> = {
  'closed object': {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: ['string', 'null'] }, n: { type: 'integer' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
  'optional members that begin alike': {
    type: 'object',
    properties: { abc: { type: 'null' }, ab: { type: 'boolean' }, a: { type: 'number' } },
    additionalProperties: false,
  },
  'enum of strings and others': { enum: ['abc', 'abd', 'b"c', 'é', '日本', 12, 120, null, true, [1, 2], { a: 1 }] },
  'const with escapes': { const: { 'k"\n': ['\u0000', '\u{1f600}', '\\'] } },
  numbers: { type: 'array', items: { type: 'number' }, minItems: 1, maxItems: 3 },
  'bounded integers': { type: 'array', items: { type: 'integer', minimum: -12, maximum: 120 }, minItems: 2, maxItems: 2 },
  dates: {
    type: 'object',
    properties: { d: { type: 'string', format: 'date' }, t: { type: 'string', format: 'time' } },
    required: ['d', 't'],
    additionalProperties: false,
  },
  'anyOf of objects': {
    anyOf: [
      {
        type: 'object',
        properties: { kind: { const: 'aa' }, x: { type: 'integer' } },
        required: ['kind', 'x'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { kind: { const: 'ab' }, y: { type: 'string' } },
        required: ['kind', 'y'],
        additionalProperties: false,
      },
      { type: 'null' },
    ],
  },
  'nested arrays': { type: 'array', items: { type: 'array', items: { type: ['boolean', 'null'] }, maxItems: 2 }, minItems: 1, maxItems: 2 },
  'string lengths': { type: 'string', minLength: 2, maxLength: 3 },
  'a pattern': { type: 'string', pattern: '^[a-c]+-\\d{2}$' },
  'a pattern with a length': { type: 'string', pattern: '^(ab)*c?$', minLength: 3, maxLength: 5 },
  'a pattern beyond ASCII': { type: 'string', pattern: '^[é-ë日]{1,2}$' },
  recursion: {
    $ref: '#/$defs/tree',
    $defs: {
      tree: {
        type: 'object',
        properties: { v: { type: 'integer' }, kids: { type: 'array', items: { $ref: '#/$defs/tree' } } },
        required: ['v'],
        additionalProperties: false,
      },
    },
  },
  'open object': { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
  'typed additional members': {
    type: 'object',
    additionalProperties: { type: 'boolean' },
    propertyNames: { pattern: '^[ab]{1,2}$' },
    minProperties: 1,
  },
  'pattern members': {
    type: 'object',
    patternProperties: { '^n': { type: 'number' }, s$: { type: 'string' } },
    additionalProperties: false,
  },
  'a tuple': { type: 'array', prefixItems: [{ type: 'string', maxLength: 2 }, { enum: [1, 10] }], items: false, minItems: 2 },
  'unique items': { type: 'array', items: { enum: ['a', 'b', 1] }, uniqueItems: true, minItems: 2 },
  contains: { type: 'array', items: { enum: [0, 1] }, contains: { const: 1 }, minContains: 2, maxItems: 4 },
  multiples: { type: 'array', items: { type: 'number', multipleOf: 0.25, minimum: -1, maximum: 12 }, minItems: 1, maxItems: 2 },
  oneOf: {
    oneOf: [
      { type: 'integer', multipleOf: 3, minimum: 0, maximum: 99 },
      { type: 'integer', multipleOf: 5, minimum: 0, maximum: 99 },
    ],
  },
  not: { type: 'string', maxLength: 3, not: { enum: ['a', 'ab', ''] } },
  'if then else': {
    type: 'object',
    properties: { k: { enum: ['x', 'y'] }, v: { type: ['string', 'integer'] } },
    required: ['k', 'v'],
    additionalProperties: false,
    if: { properties: { k: { const: 'x' } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { v: { type: 'integer' } } },
    else: { properties: { v: { type: 'string' } } },
  },
  'dependent members': {
    type: 'object',
    properties: { a: { type: 'null' }, b: { type: 'null' }, c: { type: 'null' } },
    dependentRequired: { a: ['c'] },
    additionalProperties: false,
  },
  allOf: {
    allOf: [
      { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
      { properties: { a: { minimum: 5 }, b: { type: 'null' } }, required: ['b'] },
    ],
  },
  'several contains': {
    type: 'array',
    maxItems: 3,
    allOf: [
      { contains: { const: 1 }, maxContains: 1 },
      { contains: { const: 2 }, minContains: 2 },
    ],
  },
  'several contains without an end': {
    type: 'array',
    allOf: [{ contains: { type: 'string' } }, { contains: { type: 'integer', minimum: 5 } }],
  },
  'several contains over a prefix': {
    type: 'array',
    prefixItems: [{ type: 'string' }, { type: 'integer' }],
    items: false,
    allOf: [{ contains: { type: 'integer' } }, { contains: { const: 'a' } }],
  },
  'one member of a name': { type: 'object', not: { propertyNames: { not: { const: '0' } } } },
  'members that pay debts': {
    type: 'object',
    allOf: [{ not: { additionalProperties: { type: 'string' } } }, { not: { additionalProperties: { type: 'integer' } } }],
  },
};
