import type { JsonSchema } from '@maaza/core';
import { type DocumentType, documentTypes } from '@maaza/core/document';
import { parseFields } from '@maaza/core/fields';
import { ServerError } from '../http/server-error.js';
import type { ExtractRequest } from './extract-schemas.js';
import type { ExtractionJob } from './extraction-runner.js';

type Source = Pick<ExtractRequest, 'text' | 'document'>;
type Wanted = Pick<ExtractRequest, 'schema' | 'fields'>;
type Options = Omit<ExtractRequest, keyof Source | keyof Wanted>;

/** Media types by which clients commonly name documents; anything else is found out from the bytes. */
const mediaTypes: Readonly<Record<string, DocumentType>> = {
  'text/markdown': 'markdown',
  'text/csv': 'csv',
  'text/html': 'html',
  'message/rfc822': 'eml',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
  'image/tiff': 'tiff',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
};

const isDocumentType = (name: string): name is DocumentType => (documentTypes as readonly string[]).includes(name);

function readSource({ text, document }: Source): ExtractionJob['source'] {
  if (text !== undefined) return { text };
  const name = /^[^;]*/
    .exec(document!.type ?? '')![0]
    .trim()
    .toLowerCase();
  return { document: Buffer.from(document!.data, 'base64'), type: isDocumentType(name) ? name : mediaTypes[name] };
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

function readOptions(request: Options): ExtractionJob['options'] {
  const { temperature, seed, verbatim, required, normalise, rules, offsets, cache } = request;
  const options = {
    ...{ temperature, seed, verbatim, required, normalise, rules, offsets, cache },
    maxOutputTokens: request.max_output_tokens,
    dateOrder: request.date_order,
    decimalMark: request.decimal_mark,
    referenceDate: request.reference_date,
    minProbability: request.min_probability,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** What core is asked to do. */
export function readJob(request: Source & Wanted & Options, maxSchemaBytes: number): ExtractionJob {
  return {
    source: readSource(request),
    schema: readSchema(request, maxSchemaBytes),
    options: readOptions(request),
    documentFacts: { pages: request.return_spans === true, text: request.return_text === true },
  };
}
