import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { createHuggingFaceTokenizer, type TokenizerJson } from '../adapters/huggingface-tokenizers/index.js';
import { createOnnxLanguageModel, type OnnxLanguageModelConfig } from '../adapters/onnxruntime-node/index.js';
import { type Calibration, calibrated, noCalibration } from '../calibrate/index.js';
import type { ValueGuesser } from '../decode/drafts/value-guesser.js';
import { Generation } from '../decode/generation.js';
import { runGeneration } from '../decode/run-generation.js';
import { Sampler } from '../decode/sampler.js';
import { SourceText } from '../decode/source-text.js';
import { VerbatimIndex } from '../decode/verbatim-index.js';
import { ModelError, SchemaError } from '../errors/index.js';
import { createVocabulary } from '../grammar/index.js';
import type { SchemaReport, Vocabulary } from '../grammar/types.js';
import type { LanguageModel } from '../model/language-model.js';
import { type ModelFolder, openModelFolder, verifyModelFolder } from '../model/model-folder.js';
import { PrefixPool } from '../model/prefix-pool.js';
import { type PromptFrame, schemaPromptIds, textPromptIds } from '../prompt/chat-prompt.js';
import { renderSchema } from '../prompt/render-schema.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { TokenTrie } from '../tokenizer/token-trie.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { withoutRequired } from './answer-schema.js';
import { checkSchema } from './check-schema.js';
import { type CompiledSchema, compileSchema } from './compiled-schema.js';
import type { Engine, EngineAnswer, EngineRequest } from './engine.js';
import { AnswerGuesser } from './guess/answer-guesser.js';
import { TextGuesser } from './guess/text-guesser.js';
import { TextReadings } from './guess/text-readings.js';
import { extractLongText } from './long/extract-long-text.js';
import { assertNumber } from './option-checks.js';
import { OwnTurn } from './own-turn.js';
import { type Attempt, hasDoubtfulRequired, pointersInDoubt, readAnswer } from './read-answer.js';
import { SettledLeaves } from './stream/settled-leaves.js';
import { stringPolicyAt } from './string-policy.js';
import { Turns } from './turns.js';
import { extractInParts } from './wide/extract-in-parts.js';
import { splitSchema } from './wide/split-schema.js';

export interface EmbeddedEngineOptions extends OnnxLanguageModelConfig {
  /** folder with model.json, weights and tokenizer. @default the installed package @maaza/model-135m */
  readonly modelDirectory?: string;
  /** bytes of KV caches kept for schemas that were used before, while no extraction is under way. @default 25_000_000 */
  readonly maxKvCacheBytes?: number;
  /** compiled schemas kept. @default 32 */
  readonly maxCompiledSchemas?: number;
  /** whether tokens are fed before they are decided, to save decode steps; answers are the same with and without. @default true */
  readonly drafts?: boolean;
}

/** Each holds some 100 kB once its masks are made, and another is compiled in milliseconds. */
const MAX_COMPILED_SCHEMAS = 32;
/** Prompt tokens fed in one run: about 100 ms on two cores, so that an abort is noticed soon. */
const PREFILL_CHUNK = 96;
const MAX_NUMBER_LENGTH = 19;
const MAX_LIST_ITEMS = 60;
/** A token of the vocabulary stands for fewer characters than this in any text that is not built to be odd. */
const MAX_CHARACTERS_PER_TOKEN = 24;
/**
 * A longer text is read in chunks. The model was trained on texts of up to about 300 tokens: of 8 records planted in 14,000 characters of
 * prose, chunks of 480 tokens found 6 with one false; a single pass over 1,650 tokens found 1 of 6; chunks of 160 tokens found 7 with 38 false.
 */
const LONG_TEXT_TOKENS = 1000;
const CHUNK_TOKENS = 400;
const CHUNK_OVERLAP_TOKENS = 80;
const MIN_CHUNK_TOKENS = 64;
/** Parts of a schema that one text is asked for, at most. */
const MAX_PARTS = 12;
/** What stands around a text in the prompt, with room for tokens that join across the lines it is counted by. */
const TEXT_FRAME_TOKENS = 16;

export interface EngineParts {
  readonly folder: ModelFolder;
  readonly model: LanguageModel;
  readonly tokenizer: Tokenizer;
}

type OnGrowth = (generation: Generation) => void;

/** Positions that an answer needs at least: every key once, with room for short values. */
const answerReserve = (schemaTokens: number) => Math.min(768, 48 + Math.ceil(1.25 * schemaTokens));

/** One pass of the model over a text. */
interface Look {
  readonly compiled: CompiledSchema;
  readonly promptIds: readonly number[];
  readonly guesser: ValueGuesser;
  /** JSON pointers of the values for whose sake it is taken. @default the whole answer */
  readonly wanted?: readonly string[];
  readonly onGrowth?: OnGrowth | undefined;
}

class EmbeddedEngine implements Engine {
  readonly modelId: string;
  readonly weightsDigest: string;
  readonly #calibration: Calibration;
  readonly #model: LanguageModel;
  readonly #tokenizer: Tokenizer;
  readonly #trie: TokenTrie;
  readonly #vocabulary: Vocabulary;
  readonly #frame: PromptFrame;
  readonly #pool: PrefixPool;
  readonly #schemas: LRUCache<string, CompiledSchema>;
  readonly #reports: LRUCache<string, SchemaReport>;
  readonly #hasDrafts: boolean;
  /** As many generations at a time as share a forward pass: more would share the same cores and all finish later. */
  readonly #turns: Turns;
  readonly #ownTurn = new OwnTurn();
  #disposed = false;

  constructor({ folder, model, tokenizer }: EngineParts, options: EmbeddedEngineOptions) {
    this.modelId = folder.manifest.id;
    this.weightsDigest = folder.digest;
    this.#calibration = folder.manifest.calibration ?? noCalibration;
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#trie = new TokenTrie(tokenizer.tokenBytes);
    this.#frame = controlTokens(folder, tokenizer);
    this.#vocabulary = createVocabulary(tokenizer.tokenBytes, { stopTokenIds: [this.#frame.end] });
    this.#pool = new PrefixPool(model, options.maxKvCacheBytes ?? 25_000_000);
    // A draft would change the answers of a model whose logits depend on how tokens share runs.
    this.#hasDrafts = (options.drafts ?? true) && model.isChunkInvariant;
    const max = options.maxCompiledSchemas ?? MAX_COMPILED_SCHEMAS;
    this.#turns = new Turns(model.maxBatch);
    this.#schemas = new LRUCache({ max });
    this.#reports = new LRUCache({ max });
  }

  get minProbability(): number {
    return this.#calibration.minProbability;
  }

  calibrateRecord(product: number): number {
    const { record } = this.#calibration;
    return record ? calibrated(record, product) : product;
  }

  checkSchema(schema: JsonSchema): SchemaReport {
    const key = JSON.stringify(schema);
    const known = this.#reports.get(key);
    if (known) return known;
    const report = checkSchema(schema);
    this.#reports.set(key, report);
    return report;
  }

  async extract(request: EngineRequest): Promise<EngineAnswer> {
    await this.#ownTurn.begin();
    if (this.#disposed) throw new ModelError('disposed', 'the engine was disposed');
    const parts = this.#partsToFit(request);
    if (parts) return extractInParts(request, parts, (part) => this.extract(part));
    const compiled = this.#compile(request.schema);
    await this.#ownTurn.begin();
    const textIds = this.#textIds(request.text, compiled);
    if (!textIds) return this.#extractLong(request, compiled);
    return this.#turns.take(() => this.#answer(request, compiled, textIds), request.signal);
  }

  /** @returns the text's part of the prompt; undefined where it has to be read in chunks */
  #textIds(text: string, compiled: CompiledSchema): readonly number[] | undefined {
    const room = Math.min(this.#roomForText(compiled), LONG_TEXT_TOKENS);
    // A text that is far too long is not worth tokenizing, which would block the event loop.
    if (text.length > room * MAX_CHARACTERS_PER_TOKEN) return undefined;
    const ids = textPromptIds(this.#tokenizer, this.#frame, text);
    // No text has more tokens than characters but for what frames it, so a short one fits.
    return text.length <= room || ids.length <= room ? ids : undefined;
  }

  /** tokens of the text's part of the prompt, its frame included, at most */
  #roomForText({ promptIds }: Pick<CompiledSchema, 'promptIds'>): number {
    return this.#model.maxPositions - answerReserve(promptIds.length) - promptIds.length;
  }

  /**
   * A wide schema leaves no room for a text, or for a chunk of a long one: then it is asked for in as few parts as do leave it.
   * @returns undefined where the schema is asked for as a whole
   */
  #partsToFit({ text, schema }: EngineRequest): readonly JsonSchema[] | undefined {
    // A short one leaves room in any case.
    if (renderSchema(schema).length < this.#model.maxPositions / 4) return undefined;
    const promptOf = (part: JsonSchema) => ({ promptIds: schemaPromptIds(this.#tokenizer, this.#frame, renderSchema(part)) });
    const isLong = text.length > LONG_TEXT_TOKENS * MAX_CHARACTERS_PER_TOKEN;
    const textTokens = isLong ? Number.POSITIVE_INFINITY : textPromptIds(this.#tokenizer, this.#frame, text).length;
    const wanted = textTokens > LONG_TEXT_TOKENS ? CHUNK_TOKENS + TEXT_FRAME_TOKENS : textTokens;
    const fits = (part: JsonSchema) => this.#roomForText(promptOf(part)) >= wanted;
    if (fits(schema)) return undefined;
    for (let count = 2; count <= MAX_PARTS; count++) {
      const parts = splitSchema(schema, count);
      if (!parts) return undefined;
      if (parts.every(fits)) return parts;
    }
    return undefined;
  }

  /** @throws {SchemaError} `schema_too_complex` where the schema alone leaves no room for a text worth reading */
  #extractLong(request: EngineRequest, compiled: CompiledSchema): Promise<EngineAnswer> {
    const relaxed = this.#compile(withoutRequired(request.schema));
    const room = Math.min(this.#roomForText(compiled), this.#roomForText(relaxed)) - TEXT_FRAME_TOKENS;
    if (room < MIN_CHUNK_TOKENS)
      throw new SchemaError(
        'schema_too_complex',
        `the schema takes ${compiled.promptIds.length} tokens, which leaves no room for the text`,
        {
          details: { schemaTokens: compiled.promptIds.length, maxPositions: this.#model.maxPositions },
        },
      );
    return extractLongText(request, {
      cut: {
        maxTokens: Math.min(room, CHUNK_TOKENS),
        overlapTokens: Math.min(CHUNK_OVERLAP_TOKENS, room >> 2),
        countTokens: (text) => this.#tokenizer.encode(text).length,
      },
      extract: (chunk) => this.extract({ ...chunk, required: 'trust', onPartial: undefined }),
    });
  }

  async #answer(request: EngineRequest, compiled: CompiledSchema, textIds: readonly number[]): Promise<EngineAnswer> {
    await this.#ownTurn.begin();
    const attempts = await this.#attempt(request, compiled, textIds);
    await this.#ownTurn.begin();
    const inputTokens = compiled.promptIds.length + textIds.length;
    const answer = readAnswer(attempts, { request, schema: compiled.schema, inputTokens, calibration: this.#calibration });
    // What the caller makes of it does not add up with reading it.
    await this.#ownTurn.begin();
    return answer;
  }

  /**
   * The model was trained to give every required value. Where it is not sure of one, it is asked once more with nothing required: what it
   * then calls null is not in the text.
   */
  async #attempt(
    request: EngineRequest,
    compiled: CompiledSchema,
    textIds: readonly number[],
  ): Promise<readonly [Attempt] | readonly [Attempt, Attempt]> {
    const index = new VerbatimIndex(new SourceText(request.text), this.#trie, this.#vocabulary.maskWords);
    const readings = new TextReadings(request.text);
    const calibration = this.#calibration;
    const first = await this.#generate(request, index, {
      compiled,
      promptIds: [...compiled.promptIds, ...textIds],
      guesser: new TextGuesser(readings, compiled.answerSchema),
      onGrowth: this.#tellPartials(request, compiled, index),
    });
    const { isHopeless } = first.generation;
    if (!isHopeless && (request.required === 'trust' || !hasDoubtfulRequired(first.generation, compiled.schema, calibration)))
      return [first];
    const relaxed = this.#compile(withoutRequired(request.schema));
    if (relaxed.key === compiled.key) return [first];
    const guesser = new TextGuesser(readings, relaxed.answerSchema);
    const second = await this.#generate(request, index, {
      compiled: relaxed,
      promptIds: [...relaxed.promptIds, ...textIds],
      ...(isHopeless
        ? { guesser }
        : {
            guesser: new AnswerGuesser(JSON.parse(first.generation.text), guesser),
            wanted: pointersInDoubt(first.generation, compiled.schema, calibration),
          }),
    });
    return [first, second];
  }

  /** What is done after each run of the first look, for a caller who wants to see the answer grow. */
  #tellPartials(request: EngineRequest, { schema }: CompiledSchema, { source }: VerbatimIndex): OnGrowth | undefined {
    const { onPartial } = request;
    if (onPartial === undefined) return undefined;
    const leaves = new SettledLeaves({ request, schema, source, calibration: this.#calibration });
    return (generation) => {
      const partial = leaves.read(generation);
      if (partial) onPartial(partial);
    };
  }

  async #generate(
    request: EngineRequest,
    index: VerbatimIndex,
    { compiled, promptIds, guesser, wanted, onGrowth }: Look,
  ): Promise<Attempt> {
    const prefixLength = compiled.promptIds.length;
    await this.#ownTurn.begin();
    const lease = await this.#pool.lend(compiled.key, promptIds.length + answerReserve(prefixLength));
    try {
      await this.#ownTurn.begin();
      // A model whose logits depend on how tokens share runs is fed in one way only.
      const { isChunkInvariant } = this.#model;
      const cachedPositions = isChunkInvariant ? lease.cachedPositions : 0;
      const generation = new Generation({
        tokenizer: this.#tokenizer,
        trie: this.#trie,
        matcher: compiled.grammar.createMatcher(),
        sampler: new Sampler({ temperature: request.temperature, seed: request.seed }),
        source: index,
        policyOf: (pointer) => (request.verbatim ? stringPolicyAt(compiled.answerSchema, pointer) : 'free'),
        promptIds,
        cachedPositions,
        maxPositions: this.#model.maxPositions,
        maxOutputTokens: request.maxOutputTokens,
        maxNumberLength: MAX_NUMBER_LENGTH,
        maxListItems: MAX_LIST_ITEMS,
        prefillChunk: isChunkInvariant ? PREFILL_CHUNK : this.#model.maxPositions,
        ...(this.#hasDrafts && { guesser }),
        ...(wanted && { wanted }),
      });
      const modelCalls = await runGeneration(this.#model, lease.cache, generation, {
        signal: request.signal,
        onAccepted: () => onGrowth?.(generation),
        onRun: (position) => {
          if (position >= prefixLength) this.#pool.holdsPrefix(lease, prefixLength);
          request.onProgress?.({
            promptTokensRead: Math.min(position, promptIds.length),
            promptTokens: promptIds.length,
            outputTokens: generation.outputTokens,
          });
        },
      });
      return { generation, modelCalls, source: index.source };
    } finally {
      this.#pool.giveBack(lease);
    }
  }

  #compile(schema: JsonSchema): CompiledSchema {
    const key = JSON.stringify(schema);
    const known = this.#schemas.get(key);
    if (known) return known;
    const compiled = compileSchema(schema, this.#tokenizer, this.#vocabulary, this.#frame);
    this.#schemas.set(key, compiled);
    return compiled;
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#model.dispose();
  }
}

function controlTokens({ manifest }: ModelFolder, tokenizer: Tokenizer): PromptFrame {
  const begin = tokenizer.controlTokenId(manifest.specialTokens.bos);
  const end = tokenizer.controlTokenId(manifest.specialTokens.eos);
  if (begin === undefined || end === undefined) {
    throw new ModelError('model_damaged', 'tokenizer.json does not know the control tokens of model.json', {
      details: { file: 'tokenizer.json' },
    });
  }
  return { begin, end };
}

export async function loadTokenizer(folder: ModelFolder): Promise<Tokenizer> {
  try {
    const json = JSON.parse(await readFile(join(folder.directory, 'tokenizer.json'), 'utf8')) as TokenizerJson;
    return createHuggingFaceTokenizer(json, folder.manifest.shape.vocabSize);
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError('model_damaged', 'tokenizer.json cannot be read; install the model package again', {
      details: { file: 'tokenizer.json' },
      cause,
    });
  }
}

/** The embedded engine over parts that are there already: tests give it a scripted model. */
export const assembleEngine = (parts: EngineParts, options: EmbeddedEngineOptions = {}): Engine => new EmbeddedEngine(parts, options);

/**
 * Loads the embedded model: the weights are checked against their digests while the runtime reads them.
 * @throws {ModelError} `model_not_installed`, `model_damaged`
 * @throws {RequestError} `invalid_request` for an option that is out of its range
 */
export async function createEmbeddedEngine(options: EmbeddedEngineOptions = {}): Promise<Engine> {
  assertNumber('embedded.threads', options.threads, 1, 64, true);
  assertNumber('embedded.maxBatch', options.maxBatch, 1, 16, true);
  const folder = await openModelFolder(options.modelDirectory);
  await verifyModelFolder(folder);
  const [model, tokenizer] = await Promise.all([createOnnxLanguageModel(folder, options), loadTokenizer(folder)]);
  return assembleEngine({ folder, model, tokenizer }, options);
}
