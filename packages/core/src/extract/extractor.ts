import { randomUUID } from 'node:crypto';
import { createAjvValidator } from '../adapters/ajv/index.js';
import { createMemoryCache } from '../adapters/lru-cache/index.js';
import {
  type InferData,
  type InferInput,
  type ResolvedSchema,
  resolveSchema,
  type SchemaInput,
} from '../adapters/standard-schema/index.js';
import { type Cache, cacheKey, createSafeCache, noCache } from '../cache/index.js';
import { throwIfAborted } from '../decode/run-generation.js';
import { type MaazaError, ModelError, RequestError, SchemaError, ValidationError } from '../errors/index.js';
import type { SchemaReport } from '../grammar/types.js';
import { toByteOffsets, toCodePointOffsets } from '../ground/index.js';
import type { Validator } from '../validate/index.js';
import { createEmbeddedEngine } from './embedded-engine.js';
import type { Engine, PartialAnswer } from './engine.js';
import { type ExtractManyItem, mapConcurrently } from './extract-many.js';
import {
  type ExtractOptions,
  type ExtractorLimits,
  type ExtractorOptions,
  type ResolvedExtractOptions,
  resolveExtractOptions,
  resolveLimits,
} from './options.js';
import { settleAnswer, withOffsets } from './settle-answer.js';
import { createExtractionStream, type ExtractionStream, type PartialData } from './stream/extraction-stream.js';
import { type SettledPart, settlePartial, wholeOf } from './stream/settle-partial.js';
import type { Extraction, ExtractionError, JsonSchema, JsonValue, OffsetUnit, TextInput } from './types.js';

/** Text and schema in, extraction out. Holds a model; `dispose()` frees it. */
export interface Extractor {
  readonly modelId: string;
  /** SHA-256 over the digests of the weights, in hex */
  readonly weightsDigest: string;
  /**
   * Reads the values that a schema asks for out of one text.
   * @throws {RequestError} `invalid_request`, `text_too_long`
   * @throws {SchemaError} `invalid_schema`, `unsupported_schema`, `schema_too_complex`: before anything is run
   * @throws {ValidationError} `schema_validation_failed`, with `onInvalid: 'throw'`
   * @throws {AbortedError} `aborted`, `timeout`
   * @throws {ModelError} `extraction_failed`, `disposed`
   */
  extract<const S extends SchemaInput>(text: TextInput, schema: S, options?: ExtractOptions): Promise<Extraction<InferData<S>>>;
  /**
   * As `extract`, but tells what is known of the data while the rest is still being read. What a partial holds is final: values stay as they are,
   * objects only gain members, and lists items. Begins at once; what `extract` throws, reading the stream throws, and `extraction` rejects with it.
   * Texts beyond the model's window, answers of a cache, and engines that cannot tell come in one piece at the end.
   */
  stream<const S extends SchemaInput>(
    text: TextInput,
    schema: S,
    options?: ExtractOptions,
  ): ExtractionStream<InferData<S>, PartialData<InferInput<S>>>;
  /**
   * Reads many texts with one schema, in their order. A text that fails gives an item with its error, and the run goes on; a wrong schema
   * or option throws before the first item. Texts are drawn only as fast as results are taken.
   */
  extractMany<const S extends SchemaInput>(
    texts: Iterable<TextInput> | AsyncIterable<TextInput>,
    schema: S,
    options?: ExtractOptions & {
      /** texts under way at once, 1 … `limits.maxConcurrency`. @default that limit, at most 8 */ readonly concurrency?: number;
    },
  ): AsyncIterable<ExtractManyItem<InferData<S>>>;
  /**
   * What happens to each keyword of a schema, without running anything.
   * @throws {SchemaError} `invalid_schema`
   */
  checkSchema(schema: SchemaInput): Promise<SchemaReport>;
  /** Frees the model, the cache and the store that this extractor created itself. May be called twice. */
  dispose(): Promise<void>;
}

interface Parts {
  readonly engine: Engine;
  readonly ownsEngine: boolean;
  readonly cache: Cache;
  readonly ownsCache: boolean;
  readonly validator: Validator;
  readonly limits: ExtractorLimits;
  readonly options: ExtractorOptions;
}

interface Prepared {
  readonly resolved: ResolvedSchema;
  readonly options: ResolvedExtractOptions;
}

type OnPart = (part: SettledPart | undefined) => void;

interface Run {
  readonly options: ResolvedExtractOptions;
  readonly startedAt: number;
  readonly onPart: OnPart | undefined;
}

/** Texts of `extractMany` under way: more than share a forward pass, so that a slow one leaves no seat empty. */
const DEFAULT_CONCURRENCY = 8;

const createExtractionId = (): string => `ext_${randomUUID().replaceAll('-', '')}`;

class EngineExtractor implements Extractor {
  readonly #parts: Parts;
  readonly #validator: Validator;
  #disposed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#validator = parts.validator;
  }

  get modelId(): string {
    return this.#parts.engine.modelId;
  }

  get weightsDigest(): string {
    return this.#parts.engine.weightsDigest;
  }

  async checkSchema(schema: SchemaInput): Promise<SchemaReport> {
    const { jsonSchema } = await this.#resolve(schema);
    return this.#parts.engine.checkSchema(jsonSchema);
  }

  async extract<const S extends SchemaInput>(text: TextInput, schema: S, options?: ExtractOptions): Promise<Extraction<InferData<S>>> {
    return (await this.#extractPrepared(text, await this.#prepare(schema, options))) as Extraction<InferData<S>>;
  }

  stream<const S extends SchemaInput>(
    text: TextInput,
    schema: S,
    options?: ExtractOptions,
  ): ExtractionStream<InferData<S>, PartialData<InferInput<S>>> {
    return createExtractionStream(async (onPart, stopped) => {
      const prepared = await this.#prepare(schema, options);
      const { signal } = prepared.options;
      const stoppable = { ...prepared.options, signal: signal ? AbortSignal.any([signal, stopped]) : stopped };
      return (await this.#extractPrepared(text, { ...prepared, options: stoppable }, onPart)) as Extraction<InferData<S>>;
    });
  }

  async *extractMany<const S extends SchemaInput>(
    texts: Iterable<TextInput> | AsyncIterable<TextInput>,
    schema: S,
    {
      concurrency = Math.min(DEFAULT_CONCURRENCY, this.#parts.limits.maxConcurrency),
      ...options
    }: ExtractOptions & { readonly concurrency?: number } = {},
  ): AsyncIterable<ExtractManyItem<InferData<S>>> {
    const { maxConcurrency } = this.#parts.limits;
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > maxConcurrency) {
      throw new RequestError('invalid_request', `option concurrency must be an integer from 1 to ${maxConcurrency}`, {
        details: { option: 'concurrency' },
      });
    }
    const prepared = await this.#prepare(schema, options);
    const one = async (text: TextInput) => (await this.#extractPrepared(text, prepared)) as Extraction<InferData<S>>;
    yield* mapConcurrently(texts, one, concurrency, prepared.options.signal);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#parts.ownsCache) await this.#parts.cache.dispose();
    if (this.#parts.ownsEngine) await this.#parts.engine.dispose();
  }

  async #resolve(schema: SchemaInput): Promise<ResolvedSchema> {
    const resolved = await resolveSchema(schema);
    this.#assertSchema(resolved.jsonSchema);
    return resolved;
  }

  #assertSchema(schema: JsonSchema): void {
    const validator: Validator = this.#validator;
    validator.assertJsonSchema(schema);
  }

  /** All that can be wrong without looking at a text. */
  async #prepare(schema: SchemaInput, options: ExtractOptions | undefined): Promise<Prepared> {
    if (this.#disposed) throw new ModelError('disposed', 'the extractor was disposed');
    const resolvedOptions = resolveExtractOptions(options);
    const resolved = await this.#resolve(schema);
    const report = this.#parts.engine.checkSchema(resolved.jsonSchema);
    if (!report.supported) throw unsupported(report);
    return { resolved, options: resolvedOptions };
  }

  async #extractPrepared(input: TextInput, { resolved, options }: Prepared, onPart?: OnPart): Promise<Extraction> {
    const text = textOf(input);
    this.#assertText(text);
    throwIfAborted(options.signal);
    const startedAt = performance.now();
    const key = isCacheable(options) ? this.#key(text, resolved.jsonSchema, options) : undefined;
    const hit = key === undefined ? undefined : await this.#parts.cache.get(key);
    const counted = hit
      ? { ...hit, ...this.#stamp(startedAt), cached: true, usage: { ...hit.usage, modelCalls: 0 } }
      : await this.#run(text, resolved, { options, startedAt, onPart });
    if (!hit && key !== undefined) await this.#parts.cache.set(key, counted);
    const extraction = countOffsets(counted, text, options.offsets);
    onPart?.(wholeOf(extraction));
    await this.#save(extraction);
    const final = await this.#applyLibrary(extraction, resolved);
    if (!final.valid && options.onInvalid === 'throw') throw invalid(final);
    return final;
  }

  async #run(text: string, { jsonSchema }: ResolvedSchema, { options, startedAt, onPart }: Run): Promise<Extraction> {
    const { engine } = this.#parts;
    const onPartial = onPart && ((partial: PartialAnswer) => onPart(settlePartial(partial, { schema: jsonSchema, options, engine })));
    const answer = await engine.extract({ ...options, text, schema: jsonSchema, signal: deadline(options), onPartial });
    const settled = settleAnswer(answer, { text, schema: jsonSchema, options, validator: this.#validator.compile(jsonSchema), engine });
    const { inputTokens, outputTokens, modelCalls } = answer.usage;
    return {
      ...this.#stamp(startedAt),
      model: this.modelId,
      ...settled,
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, modelCalls },
      cached: false,
    };
  }

  #stamp(startedAt: number) {
    const { createId = createExtractionId, now = Date.now } = this.#parts.options;
    return { id: createId(), object: 'extraction' as const, created: Math.floor(now() / 1000), latencyMs: performance.now() - startedAt };
  }

  #key(text: string, schema: JsonSchema, options: ResolvedExtractOptions): string {
    const { temperature, verbatim, maxOutputTokens, required, normalise, dateOrder, decimalMark, referenceDate } = options;
    const relevant = {
      temperature,
      // At temperature 0 the seed changes nothing.
      seed: temperature === 0 ? 0 : options.seed,
      ...{ verbatim, maxOutputTokens, required, normalise, dateOrder, decimalMark, referenceDate },
      // Entries of a map are tried in their order, which a canonical form would lose.
      minProbability: typeof options.minProbability === 'object' ? Object.entries(options.minProbability) : options.minProbability,
      rules: options.rules.length === 0 ? undefined : (options.rules as unknown as JsonValue),
    };
    return cacheKey({ modelId: this.modelId, weightsDigest: this.weightsDigest, options: relevant, schema, text });
  }

  async #save(extraction: Extraction): Promise<void> {
    const { store, onWarning } = this.#parts.options;
    try {
      await store?.save(extraction);
    } catch (cause) {
      // The caller asked for an extraction and has it; a store that fails is told, not thrown.
      onWarning?.({ code: 'store_failed', cause });
    }
  }

  /** A schema library has the last word on its own schema: refinements, defaults and transforms. */
  async #applyLibrary(extraction: Extraction, { validate }: ResolvedSchema): Promise<Extraction> {
    if (!validate || !extraction.valid) return extraction;
    const outcome = await validate(extraction.data);
    if (outcome.valid) return { ...extraction, data: outcome.value };
    const errors: ExtractionError[] = outcome.errors.map(({ pointer, keyword, message }) => ({
      code: 'invalid_value',
      pointer,
      keyword,
      message,
    }));
    return { ...extraction, valid: false, errors };
  }

  #assertText(text: unknown): asserts text is string {
    const { maxTextLength } = this.#parts.limits;
    if (typeof text !== 'string')
      throw new RequestError('invalid_request', `the text must be a string, not ${text === null ? 'null' : typeof text}`);
    if (text.length <= maxTextLength) return;
    throw new RequestError('text_too_long', `the text has ${text.length} characters; the limit is ${maxTextLength}`, {
      details: { limitLength: maxTextLength, textLength: text.length },
    });
  }
}

/** What a function decides cannot be part of a key: a call with a rule of its own goes past the cache. */
const isCacheable = ({ cache, rules }: ResolvedExtractOptions): boolean => cache && !rules.some((rule) => typeof rule === 'function');

/** The cache keeps UTF-16 offsets; other units are counted per call. */
function countOffsets(extraction: Extraction, text: string, offsets: OffsetUnit): Extraction {
  if (offsets === 'utf16') return extraction;
  const convert = offsets === 'bytes' ? toByteOffsets : toCodePointOffsets;
  return { ...extraction, offsets, fields: withOffsets(extraction.fields, (units) => convert(text, units)) };
}

/** What is neither a text nor holds one stays as it is, for the message about it. */
const textOf = (input: unknown): unknown => (typeof input === 'object' && input !== null && 'text' in input ? input.text : input);

function deadline({ signal, timeoutMs }: ResolvedExtractOptions): AbortSignal | undefined {
  if (timeoutMs === undefined) return signal;
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function unsupported(report: SchemaReport): SchemaError {
  const refused = report.findings.filter((finding) => finding.verdict === 'refused');
  const list = refused.slice(0, 5).map(({ pointer, keyword, reason }) => `${keyword} at ${pointer || '/'} (${reason})`);
  return new SchemaError('unsupported_schema', `the schema cannot be kept: ${list.join('; ')}`, { details: { findings: refused } });
}

function invalid(extraction: Extraction): ValidationError {
  const { errors } = extraction;
  const missing = errors.filter((error) => error.code === 'missing_field').map((error) => error.pointer);
  return new ValidationError(
    'schema_validation_failed',
    `the extracted data does not fit the schema: ${errors.map((error) => error.message).join('; ')}`,
    {
      details: { errors, missing_fields: missing, extraction },
    },
  );
}

/**
 * Makes an extractor. The embedded model is loaded here, once; share the extractor between calls.
 * @throws {ModelError} `model_not_installed`, `model_damaged`
 * @throws {RequestError} `invalid_request` for contradictory options
 */
export async function createExtractor(options: ExtractorOptions = {}): Promise<Extractor> {
  if (options.engine && options.embedded)
    throw new RequestError('invalid_request', 'give either engine or embedded, not both', { details: { option: 'embedded' } });
  const limits = resolveLimits(options.limits);
  const engine = options.engine ?? (await createEmbeddedEngine(options.embedded));
  const cache = options.cache === false ? noCache : (options.cache ?? createMemoryCache());
  const onCacheError = (cause: MaazaError) => options.onWarning?.({ code: 'cache_failed', cause });
  return new EngineExtractor({
    engine,
    ownsEngine: options.engine === undefined,
    cache: createSafeCache(cache, { onCacheError }),
    ownsCache: options.cache === undefined,
    validator: options.validator ?? createAjvValidator(),
    limits,
    options,
  });
}
