import type { SchemaObject } from '../support/schema-index.js';

/** One keyword, a schema in which it decides, and compact texts that it must let through or keep out. */
export interface Probe {
  readonly keyword: string;
  readonly schema: SchemaObject;
  readonly accepts: readonly string[];
  readonly rejects: readonly string[];
}

export interface ProbeGroup {
  readonly title: string;
  readonly probes: readonly Probe[];
}

const draft07 = 'http://json-schema.org/draft-07/schema#';
const draft04 = 'http://json-schema.org/draft-04/schema#';

function probe(keyword: string, schema: SchemaObject, accepts: readonly string[], rejects: readonly string[]): Probe {
  return { keyword, schema, accepts, rejects };
}

export const keywordProbes: readonly ProbeGroup[] = [
  {
    title: 'Any type',
    probes: [
      probe('type', { type: 'integer' }, ['1', '-20'], ['1.5', '"1"', 'null', '01']),
      probe(
        'enum',
        { enum: ['a', 1, null, [true], { k: 'v' }] },
        ['"a"', '1', 'null', '[true]', '{"k":"v"}'],
        ['"b"', '2', '[false]', '{}'],
      ),
      probe('const', { const: { k: [1, 'é'] } }, ['{"k":[1,"é"]}'], ['{"k":[1]}', 'null']),
    ],
  },
  {
    title: 'Strings',
    probes: [
      probe('minLength', { type: 'string', minLength: 2 }, ['"ab"', '"\u{1f600}\u{1f600}"', '"\\n\\""'], ['"a"', '"\u{1f600}"', '"\\n"']),
      probe('maxLength', { type: 'string', maxLength: 2 }, ['""', '"ab"', '"\u{1f600}\u{1f600}"'], ['"abc"']),
      probe('pattern', { type: 'string', pattern: '^[a-c]+\\d?$' }, ['"abc1"', '"a"'], ['""', '"1"', '"abd"']),
      probe('format', { type: 'string', format: 'date' }, ['"2024-02-29"'], ['"2023-02-29"', '"x"']),
    ],
  },
  {
    title: 'Numbers',
    probes: [
      probe('minimum', { type: 'number', minimum: -1.5 }, ['-1.5', '0', '1000'], ['-1.6', '-2']),
      probe('maximum', { type: 'number', maximum: 10 }, ['10', '9.99', '-1000'], ['10.1', '11']),
      probe('exclusiveMinimum', { type: 'integer', exclusiveMinimum: 5 }, ['6', '100'], ['5', '-6']),
      probe('exclusiveMaximum', { type: 'integer', exclusiveMaximum: 5 }, ['4', '-100'], ['5', '6']),
      probe(
        'exclusiveMinimum (boolean, draft-04)',
        { $schema: draft04, type: 'integer', minimum: 5, exclusiveMinimum: true },
        ['6'],
        ['5'],
      ),
      probe('multipleOf', { type: 'number', multipleOf: 0.1 }, ['0.3', '19.9', '2'], ['0.25', '1.01']),
    ],
  },
  {
    title: 'Arrays',
    probes: [
      probe('items', { type: 'array', items: { type: 'boolean' } }, ['[]', '[true,false]'], ['[1]', '[true,null]']),
      probe('prefixItems', { type: 'array', prefixItems: [{ type: 'null' }, { const: 1 }] }, ['[]', '[null,1,"x"]'], ['[1]', '[null,2]']),
      probe(
        'items (list, draft-07)',
        { $schema: draft07, type: 'array', items: [{ type: 'null' }, { const: 1 }] },
        ['[null,1,2]'],
        ['[1]', '[null,2]'],
      ),
      probe(
        'additionalItems',
        { $schema: draft07, type: 'array', items: [{ type: 'null' }], additionalItems: false },
        ['[null]'],
        ['[null,1]'],
      ),
      probe('minItems', { type: 'array', minItems: 2 }, ['[1,2]'], ['[]', '[1]']),
      probe('maxItems', { type: 'array', maxItems: 1 }, ['[]', '[1]'], ['[1,2]']),
      probe('uniqueItems', { type: 'array', items: { enum: [1, 2, 'a'] }, uniqueItems: true }, ['[1,2,"a"]'], ['[1,1]', '["a",1,"a"]']),
      probe('contains', { type: 'array', items: { type: 'integer' }, contains: { minimum: 5 } }, ['[1,7]'], ['[]', '[1,2]']),
      probe('minContains', { type: 'array', items: { type: 'integer' }, contains: { minimum: 5 }, minContains: 2 }, ['[5,1,6]'], ['[5]']),
      probe('maxContains', { type: 'array', items: { type: 'integer' }, contains: { minimum: 5 }, maxContains: 1 }, ['[5,1]'], ['[5,6]']),
      probe(
        'unevaluatedItems',
        { type: 'array', prefixItems: [{ type: 'null' }], unevaluatedItems: false },
        ['[]', '[null]'],
        ['[null,1]'],
      ),
    ],
  },
  {
    title: 'Objects',
    probes: [
      probe('properties', { type: 'object', properties: { a: { type: 'null' } } }, ['{}', '{"a":null}', '{"b":1}'], ['{"a":1}']),
      probe('required', { type: 'object', properties: { a: {} }, required: ['a', 'z'] }, ['{"a":1,"z":2}'], ['{}', '{"a":1}']),
      probe(
        'additionalProperties',
        { type: 'object', properties: { a: {} }, additionalProperties: { type: 'null' } },
        ['{"a":1,"b":null}'],
        ['{"b":1}'],
      ),
      probe('patternProperties', { type: 'object', patternProperties: { '^n': { type: 'number' } } }, ['{"n1":1,"x":"y"}'], ['{"n1":"y"}']),
      probe('propertyNames', { type: 'object', propertyNames: { maxLength: 2 } }, ['{"ab":1}'], ['{"abc":1}']),
      probe('minProperties', { type: 'object', minProperties: 1 }, ['{"a":1}'], ['{}']),
      probe('maxProperties', { type: 'object', maxProperties: 1 }, ['{}', '{"a":1}'], ['{"a":1,"b":2}']),
      probe(
        'dependentRequired',
        { type: 'object', properties: { a: {}, b: {} }, dependentRequired: { a: ['b'] } },
        ['{"a":1,"b":2}', '{"b":2}'],
        ['{"a":1}'],
      ),
      probe(
        'dependentSchemas',
        { type: 'object', properties: { a: {}, b: {} }, dependentSchemas: { a: { required: ['b'] } } },
        ['{"a":1,"b":2}'],
        ['{"a":1}'],
      ),
      probe(
        'dependencies',
        { $schema: draft07, type: 'object', properties: { a: {}, b: {} }, dependencies: { a: ['b'] } },
        ['{"a":1,"b":2}'],
        ['{"a":1}'],
      ),
      probe(
        'unevaluatedProperties',
        { type: 'object', allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
        ['{"a":1}'],
        ['{"b":1}'],
      ),
    ],
  },
  {
    title: 'Combinations',
    probes: [
      probe('allOf', { allOf: [{ type: 'integer' }, { minimum: 3 }] }, ['3'], ['2', '3.5']),
      probe('anyOf', { anyOf: [{ type: 'null' }, { type: 'integer', minimum: 3 }] }, ['null', '3'], ['2', '""']),
      probe(
        'oneOf',
        {
          oneOf: [
            { type: 'integer', multipleOf: 2 },
            { type: 'integer', multipleOf: 3 },
          ],
        },
        ['2', '3'],
        ['6', '1'],
      ),
      probe('not', { type: 'string', not: { enum: ['a', 'b'] } }, ['"c"', '"ab"'], ['"a"', '"b"']),
      probe(
        'if',
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        { type: 'integer', if: { minimum: 10 }, then: { multipleOf: 10 }, else: { multipleOf: 2 } },
        ['20', '4'],
        ['15', '5'],
      ),
      probe('boolean schemas', { type: 'object', properties: { a: true, b: false } }, ['{"a":1}'], ['{"b":1}']),
    ],
  },
  {
    title: 'References',
    probes: [
      probe('$ref', { $ref: '#/$defs/n', maximum: 9, $defs: { n: { type: 'integer', minimum: 3 } } }, ['3', '9'], ['2', '10']),
      probe(
        '$ref (recursive)',
        { $ref: '#/$defs/l', $defs: { l: { type: 'array', items: { $ref: '#/$defs/l' } } } },
        ['[]', '[[],[[]]]'],
        ['[1]', '[[1]]'],
      ),
      probe('$anchor', { $ref: '#n', $defs: { n: { $anchor: 'n', type: 'null' } } }, ['null'], ['1']),
      probe('$id', { $id: 'https://example.org/a', $ref: 'b', $defs: { n: { $id: 'b', type: 'null' } } }, ['null'], ['1']),
      probe(
        '$dynamicRef',
        { $ref: '#/$defs/n', $defs: { n: { type: 'array', items: { $dynamicRef: '#d' } }, d: { $dynamicAnchor: 'd', type: 'null' } } },
        ['[null]'],
        ['[1]'],
      ),
    ],
  },
  {
    title: 'Harder cases',
    probes: [
      probe('uniqueItems (objects)', { type: 'array', items: { type: 'object' }, uniqueItems: true }, ['[{"a":1},{}]'], ['[{},{}]']),
      probe('uniqueItems (any items)', { type: 'array', uniqueItems: true }, ['[1,"1",true]'], ['[1,1]', '["a","a"]']),
      probe(
        'unevaluatedItems (beside contains)',
        { prefixItems: [true], contains: { type: 'string' }, unevaluatedItems: false },
        ['["a","b"]'],
        ['["a",1]'],
      ),
      probe(
        'unevaluatedProperties (beside oneOf)',
        {
          type: 'object',
          oneOf: [
            { properties: { a: { const: 1 } }, required: ['a'] },
            { properties: { b: { const: 1 } }, required: ['b'] },
          ],
          unevaluatedProperties: false,
        },
        ['{"a":1}', '{"b":1}'],
        ['{"a":1,"c":1}', '{}'],
      ),
      probe(
        'oneOf (overlapping objects)',
        { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
        ['{"a":1}', '{"b":1}'],
        ['{"a":1,"b":1}', '{}'],
      ),
      probe(
        'not (an object)',
        { type: 'object', not: { properties: { a: { type: 'integer' } }, required: ['a'] } },
        ['{}', '{"a":"x"}'],
        ['{"a":1}'],
      ),
      probe('not (uniqueItems)', { type: 'array', items: { enum: [1, 2] }, not: { uniqueItems: true } }, ['[1,1]'], ['[]', '[1,2]']),
      probe('pattern (unanchored)', { type: 'string', pattern: '\\d{2}' }, ['"a12b"'], ['"a1b2"']),
      probe('pattern (with lengths)', { type: 'string', pattern: '^(ab)*$', minLength: 3, maxLength: 5 }, ['"abab"'], ['"ab"', '"ababab"']),
      probe('pattern (look-ahead)', { type: 'string', pattern: '^(?!ab)[a-c]+$' }, ['"aab"', '"b"'], ['"ab"', '"abc"']),
      probe('pattern (look-behind)', { type: 'string', pattern: 'a(?<!ba)c' }, ['"ac"'], ['"bac"']),
      probe('pattern (back-reference)', { type: 'string', pattern: '^(a|b)\\1$' }, ['"aa"'], ['"ab"']),
      probe('pattern (Unicode property)', { type: 'string', pattern: '^\\p{Lu}\\p{Ll}+$' }, ['"Éa"'], ['"éA"']),
      probe('$ref (another document)', { $ref: 'https://example.org/other.json' }, [], []),
    ],
  },
];

const format = (name: string, accepts: readonly string[], rejects: readonly string[]): Probe =>
  probe(
    name,
    { type: 'string', format: name },
    accepts.map((text) => JSON.stringify(text)),
    rejects.map((text) => JSON.stringify(text)),
  );

/** Every format of 2020-12 and `uuid`. */
export const formatProbes: readonly Probe[] = [
  format('date', ['2024-02-29', '1999-12-31'], ['2023-02-29', '2024-13-01', '2024-1-1']),
  format('time', ['10:20:30Z', '23:59:59.5+02:00'], ['24:00:00Z', '10:20:30', '10:20Z']),
  format(
    'date-time',
    ['2024-02-29T10:20:30Z', '1999-12-31T23:59:59.25-05:00'],
    ['2024-02-30T10:20:30Z', '2024-02-29 10:20:30Z', '2024-02-29'],
  ),
  format('duration', ['P3DT4H', 'PT36S', 'P2W'], ['P', 'PT', '3D', 'P1Y2W']),
  format('email', ['jane.doe@example.org'], ['jane', '@example.org', 'a..b@example.org']),
  format('idn-email', ['jane@example.org', '실례@실례.테스트'], ['jane']),
  format('hostname', ['www.example.org', 'a-b.c'], ['-a.b', 'a_b.c', 'a..b']),
  format('idn-hostname', ['www.example.org', '실례.테스트'], ['-a.b']),
  format('ipv4', ['192.0.2.1', '0.0.0.0'], ['256.0.0.1', '1.2.3', '01.2.3.4']),
  format('ipv6', ['2001:db8::1', '::', '::ffff:192.0.2.1'], ['12345::', '1:2:3:4:5:6:7', '::1::']),
  format('uri', ['https://example.org/a?b=c#d', 'urn:isbn:0451450523'], ['/a/b', 'not a uri']),
  format('uri-reference', ['/a/b', 'https://example.org/', '#f'], ['a b', '\\\\host']),
  format('iri', ['https://example.org/é'], ['/é']),
  format('iri-reference', ['/é', '#é'], ['a b']),
  format('uri-template', ['https://example.org/{id}'], ['https://example.org/{id']),
  format('uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['123e4567e89b12d3a456426614174000', 'x']),
  format('json-pointer', ['/a/b~0c', ''], ['a', '/~2']),
  format('relative-json-pointer', ['1/a', '0#'], ['/a', '01/a', '-1']),
  format('regex', ['^a+$'], ['^(a']),
];
