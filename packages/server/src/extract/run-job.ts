import type { ExtractedField, Extraction, Extractor, OffsetUnit } from '@maaza/core';
import type { MaazaDocument } from '@maaza/core/document';
import type { DocumentFacts, ExtractionJob, JobResult } from './extraction-runner.js';

/** One extraction, as a worker runs it. Parsing a document is work too, and is not done on the thread that answers HTTP either. */
export async function runJob(extractor: Extractor, job: ExtractionJob, signal: AbortSignal): Promise<JobResult> {
  const { source, schema, options } = job;
  if ('text' in source) return extractor.extract(source.text, schema, { ...options, signal });
  const { readDocument } = await import('@maaza/core/document');
  const { document: bytes, type } = source;
  const document = await readDocument(bytes, { signal, ...(type !== undefined && { type }) });
  // The map of a document speaks of UTF-16 units, so other ones are counted afterwards.
  const extraction = await extractor.extract(document.text, schema, { ...options, offsets: 'utf16', signal });
  return withDocument(extraction, document, job);
}

async function withDocument(
  extraction: Extraction,
  document: MaazaDocument,
  { options, documentFacts }: ExtractionJob,
): Promise<JobResult> {
  const { type, text, pages, map } = document;
  const convert = await offsetConverter(text, options.offsets);
  const fields = Object.entries(extraction.fields);
  const places = fields.flatMap(([pointer, { start, end }]) =>
    start === undefined || end === undefined ? [] : [[pointer, map.find(start, end)] as const],
  );
  const facts: DocumentFacts = {
    type,
    ...(documentFacts.text && { text }),
    ...(documentFacts.pages && { pages: convert(pages), places: Object.fromEntries(places) }),
  };
  const converted = convert(fields.map(([, field]) => field));
  return {
    ...extraction,
    ...(options.offsets !== undefined && { offsets: options.offsets }),
    fields: Object.fromEntries(fields.map(([pointer], i): [string, ExtractedField] => [pointer, converted[i]!])),
    document: facts,
  };
}

interface Range {
  readonly start?: number;
  readonly end?: number;
}

/** Things with UTF-16 offsets → the same with offsets in the unit. One pass over the text for all of a list. */
async function offsetConverter(text: string, unit: OffsetUnit = 'utf16'): Promise<<T extends Range>(ranges: readonly T[]) => readonly T[]> {
  if (unit === 'utf16') return (ranges) => ranges;
  const { toByteOffsets, toCodePointOffsets } = await import('@maaza/core/document');
  const convert = unit === 'bytes' ? toByteOffsets : toCodePointOffsets;
  return (ranges) => {
    const placed = ranges.filter(({ start, end }) => start !== undefined && end !== undefined);
    const offsets = convert(
      text,
      placed.flatMap(({ start, end }) => [start!, end!]),
    );
    const counted = new Map(placed.map((range, i) => [range, { ...range, start: offsets[2 * i]!, end: offsets[2 * i + 1]! }]));
    return ranges.map((range) => counted.get(range) ?? range);
  };
}
