import type { Extraction, ExtractOptions, JsonSchema, PartialExtraction } from '@maaza/core';

/** Second argument of this program where it is started as a runner; no command can be called that. */
export const RUNNER_ARGUMENT = '--maaza-runner';

/** One extraction, as the command hands it to the runner process. */
export interface RunRequest extends Pick<ExtractOptions, 'dateOrder' | 'minProbability' | 'referenceDate' | 'rules'> {
  readonly text: string;
  readonly schema: JsonSchema;
  /** id of an installed model; default: the embedded one */
  readonly model?: string;
  readonly temperature?: number;
  readonly seed?: number;
  readonly cache?: boolean;
  /** tell what is final before the whole is. @default false */
  readonly stream?: boolean;
}

export interface RunResult {
  readonly extraction: Extraction;
  /** from the start of the runner process until its model could take a text */
  readonly loadMs: number;
  /** highest resident memory of the runner process */
  readonly peakMemoryBytes: number;
}

/** An error that crosses the border between processes. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

/** Any number of parts, then one of the others. */
export type RunnerMessage = { readonly part: PartialExtraction } | { readonly result: RunResult } | { readonly failure: RunFailure };
