import type { Extraction, ExtractOptions, JsonSchema, SchemaReport } from '@maaza/core';
import type { DocumentType } from '@maaza/core/document';

/** What one extraction is made of. */
export interface ExtractionJob {
  readonly source: { readonly text: string } | { readonly document: Uint8Array; readonly type: DocumentType | undefined };
  readonly schema: JsonSchema;
  readonly options: Pick<ExtractOptions, 'temperature' | 'seed' | 'maxOutputTokens'>;
}

export type RunnerState = 'starting' | 'ready' | 'failed';

/** Runs core somewhere: in worker threads, or in this thread in tests. Errors are those of core, with their codes. */
export interface ExtractionRunner {
  /** jobs that it works on at once; more are not given to it */
  readonly slots: number;
  readonly state: RunnerState;
  /** id of the model; undefined until it is loaded */
  readonly modelId: string | undefined;
  extract(job: ExtractionJob, signal: AbortSignal): Promise<Extraction>;
  checkSchema(schema: JsonSchema, signal: AbortSignal): Promise<SchemaReport>;
  dispose(): Promise<void>;
}
