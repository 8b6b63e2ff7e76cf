import type { Extraction, ExtractOptions, JsonSchema, SchemaReport } from '@maaza/core';
import type { DocumentPage, DocumentType, TextPlace } from '@maaza/core/document';

/** What one extraction is made of. */
export interface ExtractionJob {
  readonly source: { readonly text: string } | { readonly document: Uint8Array; readonly type: DocumentType | undefined };
  readonly schema: JsonSchema;
  readonly options: Omit<ExtractOptions, 'signal' | 'onProgress' | 'onInvalid' | 'timeoutMs'>;
  /** what is told of a document besides the extraction */
  readonly documentFacts: { readonly pages: boolean; readonly text: boolean };
}

/** Of a document: what its text was read from. Offsets count what the job's `offsets` says. */
export interface DocumentFacts {
  readonly type: DocumentType;
  readonly text?: string;
  readonly pages?: readonly DocumentPage[];
  /** where each value with a place stands on the pages, by JSON pointer */
  readonly places?: Readonly<Record<string, readonly TextPlace[]>>;
}

export type JobResult = Extraction & { readonly document?: DocumentFacts };

export type RunnerState = 'starting' | 'ready' | 'failed';

/** Runs core somewhere: in worker threads, or in this thread in tests. Errors are those of core, with their codes. */
export interface ExtractionRunner {
  /** jobs that it works on at once; more are not given to it */
  readonly slots: number;
  readonly state: RunnerState;
  /** id of the model; undefined until it is loaded */
  readonly modelId: string | undefined;
  extract(job: ExtractionJob, signal: AbortSignal): Promise<JobResult>;
  checkSchema(schema: JsonSchema, signal: AbortSignal): Promise<SchemaReport>;
  dispose(): Promise<void>;
}
