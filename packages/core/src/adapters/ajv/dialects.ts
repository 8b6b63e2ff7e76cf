import { Ajv, type AnySchemaObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SchemaError } from '../../errors/index.js';
import type { FormatMode } from './config.js';
import { formatsFor } from './formats.js';

export type Dialect = '2020-12' | '2019-09' | 'draft-07';

const dialects: readonly { readonly dialect: Dialect; readonly uri: RegExp }[] = [
  { dialect: '2020-12', uri: /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/ },
  { dialect: '2019-09', uri: /^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/ },
  { dialect: 'draft-07', uri: /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/ },
];

/**
 * The dialect that `$schema` names; 2020-12 where it is silent.
 * @throws {SchemaError} `unsupported_schema`
 */
export function dialectOf(schema: AnySchemaObject): Dialect {
  const uri: unknown = schema.$schema;
  if (uri === undefined) return '2020-12';
  const known = typeof uri === 'string' ? dialects.find((entry) => entry.uri.test(uri)) : undefined;
  if (known) return known.dialect;
  const reason = `the dialect ${JSON.stringify(uri)} is not known; use 2020-12, 2019-09 or draft-07`;
  throw new SchemaError('unsupported_schema', `unsupported_schema at /$schema: ${reason}`, {
    details: { pointer: '/$schema', findings: [{ pointer: '/$schema', keyword: '$schema', verdict: 'refused', reason }] },
  });
}

const constructors = { '2020-12': Ajv2020, '2019-09': Ajv2019, 'draft-07': Ajv } as const;

/** The specification wants `u`; many schemas in use escape more than `u` allows, and mean the same without it. */
function createRegExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}

/** One ajv for one dialect. Unknown keywords and formats are annotations, as the specification wants. */
export function createAjv(dialect: Dialect, formatMode: FormatMode): Ajv {
  const options: Options = {
    strict: false,
    allErrors: true,
    logger: false,
    // `required: ["toString"]` asks for a member of the data, not for one that every object inherits.
    ownProperties: true,
    // We call validateSchema ourselves, to report the place.
    validateSchema: false,
    formats: formatsFor(formatMode),
    code: { regExp: Object.assign(createRegExp, { code: 'createRegExp' }) },
  };
  return new constructors[dialect](options) as Ajv;
}
