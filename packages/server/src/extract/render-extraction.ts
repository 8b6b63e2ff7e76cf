import type { Extraction } from '@maaza/core';
import type { DocumentPage, TextPlace } from '@maaza/core/document';
import { ServerError } from '../http/server-error.js';
import type { MeteredExtraction } from '../metering/metering-table.js';
import type { ExtractionReply, ExtractRequest } from './extract-schemas.js';
import type { DocumentFacts, JobResult } from './extraction-runner.js';

type Wishes = Pick<ExtractRequest, 'validate' | 'return_confidence' | 'return_spans' | 'return_text'>;

function renderFields(
  { fields, document }: JobResult,
  { return_confidence: withConfidence, return_spans: withSpans }: Wishes,
): ExtractionReply['fields'] {
  const entries = Object.entries(fields).map(([pointer, { value, probability, printed, start, end, proposed, reason }]) => [
    pointer,
    {
      value,
      ...(withConfidence && probability !== undefined && { confidence: probability }),
      ...(withSpans && printed !== undefined && { printed, start, end }),
      ...(withSpans && document?.places?.[pointer] && { places: document.places[pointer].map(renderPlace) }),
      ...(proposed !== undefined && { proposed }),
      ...(reason !== undefined && { reason }),
    },
  ]);
  return Object.fromEntries(entries);
}

const renderPlace = ({ page, box }: TextPlace) => ({ page, ...(box && { box: { ...box } }) });

const renderDocument = ({ type, text, pages }: DocumentFacts): ExtractionReply['document'] => ({
  type,
  ...(pages && { pages: pages.map(renderPage) }),
  ...(text !== undefined && { text }),
});

const renderPage = ({ number, start, end, size, name, isRecognised, confidence }: DocumentPage) => ({
  ...{ number, start, end, ...size },
  ...(name !== undefined && { name }),
  recognised: isRecognised,
  ...(confidence !== undefined && { confidence }),
});

/** Core's extraction in the words of the API. */
export function renderExtraction(id: string, extraction: JobResult, wishes: Wishes): ExtractionReply {
  const { created, model, data, valid, errors, probability, document, usage, latencyMs, cached } = extraction;
  return {
    id,
    object: 'extraction',
    created,
    model,
    extracted: data,
    validation:
      wishes.validate === false
        ? null
        : {
            valid,
            errors: errors.map(({ code, pointer, pointers, keyword, message }) => ({
              code,
              pointer,
              ...(pointers !== undefined && { pointers: [...pointers] }),
              ...(keyword !== undefined && { keyword }),
              message,
            })),
          },
    ...((wishes.return_confidence || wishes.return_spans) && { fields: renderFields(extraction, wishes) }),
    ...(wishes.return_confidence && probability !== undefined && { confidence: probability }),
    ...(document && (wishes.return_spans || wishes.return_text) && { document: renderDocument(document) }),
    usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens, total_tokens: usage.totalTokens },
    latency_ms: Math.round(latencyMs),
    cached,
  };
}

export const renderUsage = (id: string, { model, valid, usage, latencyMs, cached }: Extraction): MeteredExtraction => ({
  id,
  model,
  outcome: valid ? 'valid' : 'invalid',
  inputTokens: usage.inputTokens,
  outputTokens: usage.outputTokens,
  latencyMs,
  isCached: cached,
});

/** What `strict` answers where the data does not fit. The data that could be read comes along. */
export function invalidExtraction(reply: ExtractionReply): ServerError {
  const errors = reply.validation!.errors;
  const wrongTypes = errors.filter((error) => error.keyword === 'type');
  return new ServerError(
    'schema_validation_failed',
    `the extracted data does not fit the schema: ${errors.map(({ message }) => message).join('; ')}`,
    {
      details: {
        missing_fields: errors.filter((error) => error.code === 'missing_field').map((error) => error.pointer),
        invalid_types: wrongTypes.map(({ pointer, message }) => ({
          field: pointer,
          expected: /must be (.+)$/.exec(message)?.[1] ?? 'another type',
          got: typeNameAt(reply.extracted, pointer),
        })),
        errors,
        extraction: reply,
      },
    },
  );
}

function typeNameAt(data: unknown, pointer: string): string {
  let value = data;
  for (const step of pointer.split('/').slice(1)) {
    value = (value as Record<string, unknown> | null | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
