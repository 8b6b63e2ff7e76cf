import type { JsonSchema } from '@maaza/core';
import { parseFields } from '@maaza/core/fields';
import { ServerError } from '../http/server-error.js';
import type { ExtractRequest } from './extract-schemas.js';
import type { ExtractionJob } from './extraction-runner.js';

type Source = Pick<ExtractRequest, 'text' | 'document'>;
type Wanted = Pick<ExtractRequest, 'schema' | 'fields'>;
type Options = Pick<ExtractRequest, 'temperature' | 'seed' | 'max_output_tokens'>;

/** Media types that are text already. */
const TEXT = /^(text\/(plain|markdown|csv|html|xml|tab-separated-values)|application\/(json|xml|x-ndjson))$/;

/** @throws {ServerError} `invalid_request` for bytes that are not text in UTF-8 */
function readText({ text, document }: Source): string {
  if (text !== undefined) return text;
  const type = document!.type.split(';')[0]!.trim().toLowerCase();
  if (!TEXT.test(type)) {
    throw new ServerError(
      'invalid_request',
      'documents must be text (text/plain, text/markdown, text/csv, text/html, application/json, …)',
      {
        details: { in: 'body', issues: [{ path: '/document/type', message: 'not a type that is read' }] },
      },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(document!.data, 'base64'));
  } catch {
    throw new ServerError('invalid_request', 'the document is not text in UTF-8', {
      details: { in: 'body', issues: [{ path: '/document/data', message: 'not UTF-8' }] },
    });
  }
}

/** @throws {ServerError} `invalid_schema` where it is too large; {SchemaError} `invalid_schema` for a shorthand that cannot be read */
export function readSchema({ schema, fields }: Wanted, maxSchemaBytes: number): JsonSchema {
  if (schema === undefined) return parseFields(fields!);
  const bytes = Buffer.byteLength(JSON.stringify(schema));
  if (bytes <= maxSchemaBytes) return schema;
  throw new ServerError('invalid_schema', `the schema has ${bytes} bytes; the limit is ${maxSchemaBytes}`, {
    details: { limit: maxSchemaBytes, bytes },
  });
}

/** What core is asked to do. */
export function readJob(request: Source & Wanted & Options, maxSchemaBytes: number): ExtractionJob {
  const { temperature, seed, max_output_tokens: maxOutputTokens } = request;
  const options = { temperature, seed, maxOutputTokens };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { text: readText(request), schema: readSchema(request, maxSchemaBytes), options: given };
}
