import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isExactMultiple } from './exact-multiple.js';
import { dataKeywords, isSchemaObject, type Schema, type SchemaObject } from './schema-index.js';

/** ajv itself failed on a value (2020-12's unevaluated keywords can make its generated code throw): there is no second opinion. */
export class NoOpinion extends Error {}

/** The second opinion: ajv, which knows nothing of grammars. */
export interface Judge {
  /** @throws {NoOpinion} where ajv fails on the value */
  isValid(value: unknown): boolean;
  /** whether `value` fits the subschema at a JSON pointer; true where ajv cannot tell */
  isValidAt(pointer: string, value: unknown): boolean;
  /** what ajv holds against the last value given to `isValid` */
  lastErrors(): string;
}

const options: Options = { strict: false, validateSchema: false, logger: false, addUsedSchema: false, inlineRefs: false };
const rootId = 'judged';

/** The formats of 2020-12 that ajv-formats knows. The others it knows (`byte`, `int32`, `url`, …) are annotations to the standard. */
const standardFormats = [
  ...(['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6'] as const),
  ...(['uri', 'uri-reference', 'uri-template', 'uuid', 'json-pointer', 'relative-json-pointer', 'regex'] as const),
];

function createAjv(draft: string): Ajv {
  const ajv = draft === '2020-12' ? new Ajv2020(options) : draft === '2019-09' ? new Ajv2019(options) : new Ajv(options);
  formats.default(ajv as never, standardFormats);
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({ keyword: 'multipleOf', type: 'number', validate: (divisor: number, value: number) => isExactMultiple(value, divisor) });
  return ajv as Ajv;
}

type IdPolicy = 'keep' | 'drop';

/** Draft-04's boolean bounds and `id`, in the words of draft-06, the oldest that ajv reads. `$schema` goes: the caller chose the draft. */
function modernise(node: unknown, ids: IdPolicy): unknown {
  if (Array.isArray(node)) return node.map((item) => modernise(item, ids));
  if (!isSchemaObject(node)) return node;
  const out: Record<string, unknown> = {};
  const set = (key: string, value: unknown) =>
    Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  for (const [key, value] of Object.entries(node)) {
    const isId = (key === 'id' || key === '$id') && typeof value === 'string';
    const bound = key === 'exclusiveMinimum' ? 'minimum' : key === 'exclusiveMaximum' ? 'maximum' : undefined;
    if (key === '$schema' && typeof value === 'string') continue;
    // ajv's own keyword would turn the verdict into a promise.
    if (key === '$async') continue;
    if (isId) {
      if (ids === 'keep') set('$id', value);
    } else if (bound !== undefined && typeof value === 'boolean') {
      if (value) set(key, node[bound]);
    } else {
      set(key, dataKeywords.has(key) ? value : modernise(value, ids));
    }
  }
  return apartFromPrefix(out);
}

/** Beside `prefixItems` ajv 8 lets an empty array pass `contains`; in a schema of its own it judges right. */
function apartFromPrefix(schema: Record<string, unknown>): Record<string, unknown> {
  const { contains, minContains, maxContains, ...rest } = schema;
  if (contains === undefined || (rest.prefixItems === undefined && !Array.isArray(rest.items))) return schema;
  const others = Array.isArray(rest.allOf) ? rest.allOf : [];
  return {
    ...rest,
    allOf: [
      ...others,
      { contains, ...(minContains === undefined ? {} : { minContains }), ...(maxContains === undefined ? {} : { maxContains }) },
    ],
  };
}

/** The draft that `$schema` names; without it the newest, unless only draft-07 gives the schema a meaning. */
export function draftOf(schema: SchemaObject): string {
  const named = typeof schema.$schema === 'string' ? schema.$schema : '';
  if (/draft-0[3467]/.test(named)) return 'draft-07';
  if (named.includes('2019-09')) return '2019-09';
  if (named.includes('2020-12')) return '2020-12';
  return /"items":\[|"additionalItems":|"definitions":/.test(JSON.stringify(schema)) ? 'draft-07' : '2020-12';
}

/** @returns undefined where ajv cannot compile the schema */
export function createJudge(schema: Schema): Judge | undefined {
  const root = typeof schema === 'boolean' ? { allOf: [schema] } : schema;
  // Real schemas hold ids that are no URIs, or the same id twice; then the ids go.
  return compileJudge(root, 'keep') ?? compileJudge(root, 'drop');
}

function compileJudge(root: SchemaObject, ids: IdPolicy): Judge | undefined {
  try {
    const ajv = createAjv(draftOf(root));
    const modern = modernise(root, ids) as SchemaObject;
    const id = typeof modern.$id === 'string' ? modern.$id.replace(/#$/, '') : rootId;
    ajv.addSchema({ ...modern, $id: id }, rootId);
    const validate = ajv.getSchema(rootId);
    return validate === undefined ? undefined : judgeWith(ajv, validate, id);
  } catch {
    return undefined;
  }
}

function judgeWith(ajv: Ajv, validate: ValidateFunction, id: string): Judge {
  const parts = new Map<string, ValidateFunction | undefined>();
  const compileAt = (pointer: string): ValidateFunction | undefined => {
    try {
      return ajv.compile({ $ref: `${id}#${pointer}` });
    } catch {
      return undefined;
    }
  };
  const isValid = (value: unknown): boolean => {
    try {
      return validate(value) === true;
    } catch (cause) {
      throw new NoOpinion('ajv failed', { cause });
    }
  };
  return {
    isValid,
    isValidAt(pointer, value) {
      if (!parts.has(pointer)) parts.set(pointer, compileAt(pointer));
      const part = parts.get(pointer);
      return part === undefined || part(value) === true;
    },
    lastErrors: () => (validate.errors ?? []).map((error) => `${error.instancePath} ${error.schemaPath} ${error.message}`).join('; '),
  };
}
