import { idParams } from '../http/named-schemas.js';
import { defineRoute, type Reply, type Route } from '../http/route.js';
import { ServerError } from '../http/server-error.js';
import { modes } from '../keys/api-key.js';
import {
  batchReply,
  batchRequest,
  extractionReply,
  extractRequest,
  modelsReply,
  schemaCheckReply,
  schemaCheckRequest,
} from './extract-schemas.js';
import type { Answer, ExtractionService } from './extraction-service.js';
import type { ExtractionTable } from './extraction-table.js';

const tag = 'extraction';
const modelErrors = [
  'invalid_schema',
  'unsupported_schema',
  'schema_too_complex',
  'text_too_long',
  'unreadable_document',
  'model_not_installed',
  'quota_exceeded',
  'extraction_failed',
  'timeout',
] as const;

const toReply = ({ status, body, isReplay }: Answer): Reply => ({
  status,
  body: JSON.parse(body),
  ...(isReplay && { headers: { 'idempotent-replayed': 'true' } }),
});

export function extractRoutes({
  extraction,
  stored,
}: {
  readonly extraction: ExtractionService;
  readonly stored: ExtractionTable;
}): Route[] {
  return [
    defineRoute(
      {
        method: 'post',
        path: '/v1/extract',
        operationId: 'extract',
        summary: 'Extract JSON from a text',
        tag,
        access: { scope: 'extract', modes },
        limit: 'model',
        body: extractRequest,
        replies: { 200: { description: 'What could be read. Look at `validation`.', schema: extractionReply } },
        errors: [...modelErrors, 'schema_validation_failed'],
        idempotency: 'self',
      },
      async ({ body, principal, signal, idempotencyKey: key }) => toReply(await extraction.extract(body, { principal, signal, key })),
    ),
    defineRoute(
      {
        method: 'post',
        path: '/v1/extract/batch',
        operationId: 'extractBatch',
        summary: 'Extract JSON from up to 100 texts',
        description: 'One request to the rate limit; each item counts in the quota. An item that fails has its own error.',
        tag,
        access: { scope: 'extract', modes },
        limit: 'model',
        body: batchRequest,
        replies: { 200: { description: 'One result for each item, in their order', schema: batchReply } },
        errors: modelErrors,
        idempotency: 'self',
      },
      async ({ body, principal, signal, idempotencyKey: key }) => toReply(await extraction.batch(body, { principal, signal, key })),
    ),
    defineRoute(
      {
        method: 'get',
        path: '/v1/extractions/:id',
        operationId: 'getExtraction',
        summary: 'An earlier extraction, where storing is on',
        tag,
        access: { scope: 'extractions:read', modes },
        limit: 'management',
        params: idParams,
        replies: { 200: { description: 'As it was answered', schema: extractionReply } },
        errors: ['not_found'],
      },
      async ({ params, principal }) => {
        const body = await stored.find(principal, params.id);
        if (body === undefined) throw new ServerError('not_found', 'there is no such extraction, or extractions are not stored');
        return { status: 200, body: JSON.parse(body) };
      },
    ),
    defineRoute(
      {
        method: 'get',
        path: '/v1/models',
        operationId: 'listModels',
        summary: 'The installed models',
        tag,
        access: { scope: 'extract', modes },
        limit: 'management',
        replies: { 200: { description: 'Models that are loaded', schema: modelsReply } },
        errors: [],
      },
      async () => ({
        status: 200,
        body: { object: 'list', data: extraction.models.map((id) => ({ id, object: 'model', owned_by: 'maaza' })) },
      }),
    ),
    defineRoute(
      {
        method: 'post',
        path: '/v1/schemas/check',
        operationId: 'checkSchema',
        summary: 'What happens to each keyword of a schema',
        description: 'Runs no model and costs no quota.',
        tag,
        access: { scope: 'extract', modes },
        limit: 'management',
        body: schemaCheckRequest,
        replies: { 200: { description: 'Each constraining keyword with its verdict', schema: schemaCheckReply } },
        errors: ['invalid_schema', 'schema_too_complex'],
        idempotency: 'generic',
      },
      async ({ body, principal, signal }) => {
        const { schema, report } = await extraction.checkSchema(body, { principal, signal });
        return { status: 200, body: { object: 'schema_report', ...report, schema } };
      },
    ),
  ];
}
