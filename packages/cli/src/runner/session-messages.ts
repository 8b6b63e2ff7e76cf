import type { Extraction, ExtractOptions, JsonSchema } from '@maaza/core';
import type { RunFailure } from './messages.js';

/** Second argument of this program where it is started as a runner that answers many requests. */
export const SESSION_RUNNER_ARGUMENT = '--maaza-session-runner';

/** Which engine a session extracts with. It crosses to the other process by message, so that a key stands in no process list. */
export type EngineChoice =
  | { readonly kind: 'embedded' /** id of an installed model; default: the embedded one */; readonly model?: string }
  | { readonly kind: 'openai'; readonly baseUrl: string; readonly model: string; readonly apiKey?: string; readonly logprobs?: boolean };

/** One text of a session. */
export interface SessionRequest
  extends Pick<
    ExtractOptions,
    'minProbability' | 'referenceDate' | 'dateOrder' | 'decimalMark' | 'rules' | 'required' | 'verbatim' | 'normalise'
  > {
  readonly text: string;
  readonly schema: JsonSchema;
  readonly temperature?: number;
  readonly seed?: number;
  readonly timeoutMs?: number;
}

export type ToSession = { readonly open: EngineChoice } | { readonly id: number; readonly request: SessionRequest };

export type FromSession =
  | { readonly opened: { readonly modelId: string } }
  | { readonly id: number; readonly extraction: Extraction }
  | { /** absent where the engine could not be opened */ readonly id?: number; readonly failure: RunFailure };
