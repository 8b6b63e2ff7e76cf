/** What the documentation of other engines says about a keyword; nothing where it says nothing. */
export interface OtherEngine {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly keywords: Readonly<Record<string, string>>;
  readonly formats: Readonly<Record<string, string>>;
}

const yes = 'yes';
const no = 'no';

const each = (names: string, answer: string): Record<string, string> => Object.fromEntries(names.split(' ').map((name) => [name, answer]));

/** When the sources were read. */
export const readOn = '2026-11-23';

export const otherEngines: readonly OtherEngine[] = [
  {
    name: 'llguidance',
    version: 'docs at 0bc7a5f',
    source: 'https://github.com/guidance-ai/llguidance/blob/0bc7a5fde7fa8c6316ed7272f124df7f714ded3d/docs/json_schema.md',
    keywords: {
      ...each('type enum const minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf', yes),
      ...each('items prefixItems minItems maxItems properties required additionalProperties anyOf', yes),
      pattern: 'yes, without look-around',
      format: 'those below; others refused',
      patternProperties: 'disjoint ones; repeated keys possible',
      minProperties: 'in some combinations',
      maxProperties: 'in some combinations',
      allOf: 'most',
      oneOf: 'where provably the same as anyOf',
      $ref: 'local',
    },
    formats: each('date time date-time duration email hostname ipv4 ipv6 uuid uri', yes),
  },
  {
    name: 'XGrammar',
    version: 'docs at 851819b and 18315d0',
    source: 'https://github.com/mlc-ai/xgrammar/blob/851819ba744273eefa2e186f1ef5668eebd1506c/docs/xgrammar_features/json_schema.md',
    keywords: {
      ...each('type enum const minLength maxLength items prefixItems minItems maxItems unevaluatedItems', yes),
      ...each('properties required additionalProperties unevaluatedProperties minProperties maxProperties anyOf', yes),
      ...each('minimum maximum exclusiveMinimum exclusiveMaximum', 'yes; numbers to 10⁻⁶'),
      pattern: 'yes; look-around ignored',
      format: 'those below; others refused unless allowed',
      patternProperties: 'ignored beside properties or required',
      propertyNames: 'ignored beside properties, required or patternProperties',
      allOf: 'one schema only',
      oneOf: 'as anyOf',
      $ref: 'local',
    },
    formats: each(
      'date time date-time duration email ipv4 ipv6 hostname uuid uri uri-reference uri-template json-pointer relative-json-pointer',
      yes,
    ),
  },
  {
    name: 'Transformers.js structured output',
    version: '4.3.0',
    source: 'https://www.npmjs.com/package/@huggingface/transformers-structured-output/v/4.3.0',
    keywords: {
      ...each('enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf items prefixItems contains uniqueItems', yes),
      ...each('properties required additionalProperties dependentRequired dependentSchemas allOf anyOf oneOf not if', yes),
      pattern: 'refused',
      format: 'refused; unknown names are annotations',
      unevaluatedItems: no,
      unevaluatedProperties: no,
      $ref: 'local, recursive',
      '$ref (recursive)': yes,
      $dynamicRef: no,
    },
    formats: {},
  },
];
