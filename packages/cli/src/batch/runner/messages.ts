import type { Extraction, JsonSchema } from '@maaza/core';
import type { RunFailure } from '../../runner/messages.js';
import type { EngineChoice } from '../../runner/session-messages.js';

/** Second argument of this program where it is started as the runner of a batch; no command can be called that. */
export const BATCH_RUNNER_ARGUMENT = '--maaza-batch-runner';

/** What a runner needs to know before the first text. */
export interface BatchSetup {
  readonly engine: EngineChoice;
  readonly schema: JsonSchema;
  /** texts under way at once */
  readonly concurrency: number;
  /** a SQLite file with results of this and earlier runs. @default in memory */
  readonly cacheFile?: string;
  readonly temperature?: number;
  readonly seed?: number;
  readonly timeoutMs?: number;
}

export type ToRunner = { readonly setup: BatchSetup } | { readonly row: number; readonly text: string } | { readonly end: true };

export type FromRunner =
  | { readonly ready: true }
  | { readonly row: number; readonly extraction: Extraction }
  | { readonly row: number; readonly failure: RunFailure }
  /** nothing can be extracted at all */
  | { readonly fatal: RunFailure }
  | { readonly warning: string };
