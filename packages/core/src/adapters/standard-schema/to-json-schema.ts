import { SchemaError } from '../../errors/index.js';
import { loadOptionalDependency } from '../optional-dependency.js';
import type { AnyStandardSchema } from './config.js';
import { libraryOptions } from './library-options.js';

const target = 'draft-2020-12';

/** Zod 4.0 and 4.1, which do not give Standard JSON Schema yet. */
async function fromZod(schema: AnyStandardSchema): Promise<unknown> {
  if (schema._zod === undefined) throw new TypeError('this is a schema of Zod 3; Zod 4 is needed');
  const { toJSONSchema } = await loadOptionalDependency('zod', 'a Zod schema', () => import('zod'));
  return toJSONSchema(schema as never, { io: 'input', target, ...libraryOptions.zod });
}

async function fromValibot(schema: AnyStandardSchema): Promise<unknown> {
  const name = '@valibot/to-json-schema';
  const { toJsonSchema } = await loadOptionalDependency(name, 'a Valibot schema', () => import('@valibot/to-json-schema'));
  return toJsonSchema(schema as never, { typeMode: 'input', target });
}

/**
 * The JSON Schema of what the library accepts as *input*: the model's answer goes through the library's own check afterwards, so a
 * member with a default may be missing and a transform has not run yet.
 * @throws whatever the library throws for a type that JSON cannot hold
 */
export async function toJsonSchema(schema: AnyStandardSchema): Promise<unknown> {
  const { vendor, jsonSchema } = schema['~standard'];
  if (jsonSchema) return jsonSchema.input({ target, libraryOptions: libraryOptions[vendor] });
  if (vendor === 'zod') return fromZod(schema);
  if (vendor === 'valibot') return fromValibot(schema);
  if (typeof schema.toJsonSchema === 'function') return schema.toJsonSchema();
  throw new SchemaError(
    'unsupported_schema',
    `${vendor} gives no JSON Schema for its schemas (\`~standard.jsonSchema\`); give one as JSON Schema`,
    {
      details: { vendor },
    },
  );
}
