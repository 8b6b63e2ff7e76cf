import type { ExtractionRunner } from '../../src/extract/extraction-runner.js';

export interface ScriptedRunner extends ExtractionRunner {
  /** how often the model would have run */
  readonly engine: { readonly calls: number };
}

export function createScriptedRunner(options?: { readonly slots?: number; readonly delayMs?: number }): Promise<ScriptedRunner>;
