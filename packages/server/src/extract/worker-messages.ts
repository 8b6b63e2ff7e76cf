import type { JsonSchema, SchemaReport } from '@maaza/core';
import type { ExtractionJob, JobResult } from './extraction-runner.js';

/** Given to a worker when it starts. */
export interface WorkerSettings {
  readonly cache: 'memory' | 'off' | { readonly redisUrl: string };
  /** processor threads of one run of the model; undefined: as many as are usable */
  readonly modelThreads: number | undefined;
}

export type ToWorker =
  | { readonly kind: 'extract'; readonly id: number; readonly job: ExtractionJob }
  | { readonly kind: 'check'; readonly id: number; readonly schema: JsonSchema }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'stop' };

/** An error that crosses the border between threads. */
export interface WorkerFailure {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly modelId: string }
  | { readonly kind: 'broken'; readonly failure: WorkerFailure }
  | { readonly kind: 'done'; readonly id: number; readonly result: JobResult | SchemaReport }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: WorkerFailure };
