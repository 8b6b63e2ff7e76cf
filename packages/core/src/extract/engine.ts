import type { DecodedLeaf } from '../decode/leaf.js';
import type { SchemaReport } from '../grammar/types.js';
import type { DateOrder, DecimalMark } from '../normalise/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { ExtractedField, ExtractionUsage } from './types.js';

/** How far one extraction has come. */
export interface ExtractionProgress {
  /** tokens of the prompt that the model has read */
  readonly promptTokensRead: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** of a text that is longer than the model's window: which of its chunks is being read, from 0, and how many there are */
  readonly chunk?: number;
  readonly chunks?: number;
}

/** What of an answer is settled while the rest is still being written. */
export interface PartialAnswer {
  /** what is written to its end, with null for what the text does not give */
  readonly answer: unknown;
  /** JSON pointers of those of its values that nothing will change any more, with their probabilities; places in the text may still change */
  readonly settled: Readonly<Record<string, ExtractedField>>;
  /** JSON pointer of the innermost object or list that is still being written; undefined where there is none */
  readonly openContainer: string | undefined;
}

/** What an engine is asked to do: options are complete and checked. */
export interface EngineRequest {
  readonly text: string;
  /** a JSON Schema that was checked with `checkSchema` */
  readonly schema: JsonSchema;
  readonly temperature: number;
  readonly seed: number;
  /** string values must be stretches of the text */
  readonly verbatim: boolean;
  readonly maxOutputTokens: number;
  /** whether a required value that the engine is not sure of is asked for once more, or taken as it is */
  readonly required: 'verify' | 'trust';
  /** whether the printed form of a number, date or time wins over what the engine read. @default true */
  readonly normalise?: boolean;
  /** how 03/04/2024 is read. @default inferred from the text */
  readonly dateOrder?: DateOrder;
  /** how 1.234 is read. @default inferred from the text */
  readonly decimalMark?: DecimalMark;
  /** `YYYY-MM-DD`, the day on which the text was written: resolves "tomorrow" and days without a year */
  readonly referenceDate?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExtractionProgress) => void;
  /** told whenever more of the answer is settled; an engine that cannot tell calls it never */
  readonly onPartial?: (partial: PartialAnswer) => void;
  /** told what decoding knew of the leaves of the answer, to fit a calibration on; an engine that does not decode itself calls it never */
  readonly onDecoded?: (leaves: readonly DecodedLeaf[]) => void;
}

/** What an engine read out of a text, before validation. */
export interface EngineAnswer {
  readonly data: unknown;
  readonly fields: Readonly<Record<string, ExtractedField>>;
  /** JSON pointers of required values that the text does not give */
  readonly missing: readonly string[];
  /** true where the output limit or the window came before the end; the answer was closed as short as its schema allows */
  readonly truncated: boolean;
  readonly usage: Omit<ExtractionUsage, 'totalTokens'>;
}

/** Text and schema → answer. The embedded model is one; a remote endpoint can be another. */
export interface Engine {
  readonly modelId: string;
  /** changes when the same request may be answered differently: part of the cache key */
  readonly weightsDigest: string;
  /** probability below which a value that may be missing is left out, unless the caller says otherwise. @default 0 */
  readonly minProbability?: number;
  /** From the product over a record's leaves to the chance that all of them are right. @default the product itself */
  readonly calibrateRecord?: (product: number) => number;
  /** Which keywords of a schema this engine enforces, checks after, or refuses. Runs nothing. */
  checkSchema(schema: JsonSchema): SchemaReport;
  /** Never runs two requests in a way that lets one change the other's answer. */
  extract(request: EngineRequest): Promise<EngineAnswer>;
  /** May be called twice. */
  dispose(): Promise<void>;
}
