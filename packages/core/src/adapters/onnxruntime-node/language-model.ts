import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../../errors/index.js';
import type { LanguageModel, LanguageModelRun } from '../../model/language-model.js';
import type { ModelFolder } from '../../model/model-folder.js';
import type { OnnxLanguageModelConfig, OrtModule, OrtSession, OrtTensor } from './config.js';
import { sumsSignedBytesExactly } from './exact-sums.js';
import { OrtKvCache } from './kv-cache.js';
import { type ByteRange, prepareGraph, toUnsignedBytes } from './prepare-graph.js';
import { usableCores } from './usable-cores.js';

async function loadRuntime(): Promise<OrtModule> {
  try {
    return (await import('onnxruntime-node')) as unknown as OrtModule;
  } catch (cause) {
    throw new ModelError(
      'model_not_installed',
      'the embedded model needs onnxruntime-node, which is not installed; run: npm install onnxruntime-node',
      {
        details: { package: 'onnxruntime-node', command: 'npm install onnxruntime-node' },
        cause,
      },
    );
  }
}

/**
 * A run of one row takes kernels of its own (a matrix times a vector), whose sums are not those of the others bit for bit: up to 1.7 logits
 * on a processor with AVX-512 VNNI. So the shortest run has two rows; what the second one writes lies behind the sequence.
 */
const MIN_ROWS = 2;

class OnnxLanguageModel implements LanguageModel {
  readonly vocabSize: number;
  readonly maxPositions: number;
  readonly isChunkInvariant: boolean;
  readonly #ort: OrtModule;
  readonly #session: OrtSession;
  readonly #folder: ModelFolder;
  readonly #names: readonly string[];
  #logits = new Float32Array(0);
  /** runs go through the session one after the other: two at once would share its threads and finish no sooner */
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(ort: OrtModule, session: OrtSession, folder: ModelFolder, { activationScale }: OnnxLanguageModelConfig) {
    this.isChunkInvariant = activationScale !== 'run';
    this.#ort = ort;
    this.#session = session;
    this.#folder = folder;
    this.vocabSize = folder.manifest.shape.vocabSize;
    this.maxPositions = folder.manifest.shape.maxPositions - (MIN_ROWS - 1);
    this.#names = Array.from({ length: folder.manifest.shape.layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  }

  createKvCache(capacity: number): OrtKvCache {
    return new OrtKvCache(this.#ort, this.#folder.manifest.shape, Math.min(capacity, this.maxPositions));
  }

  run(run: LanguageModelRun): Promise<Float32Array> {
    const result = this.#last.then(() => this.#runNow(run));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #runNow({ cache, position, tokenIds, logitIndexes }: LanguageModelRun): Promise<Float32Array> {
    if (this.#disposed) throw new ModelError('disposed', 'the model was disposed');
    const total = position + tokenIds.length;
    if (total > cache.capacity) throw new RangeError(`${total} positions in a KV cache of ${cache.capacity}`);
    const { Tensor } = this.#ort;
    const fed =
      this.isChunkInvariant && tokenIds.length < MIN_ROWS
        ? [...tokenIds, ...Array<number>(MIN_ROWS - tokenIds.length).fill(tokenIds[0]!)]
        : tokenIds;
    const end = position + fed.length;
    // The graph cannot answer no position at all; one that nobody asked for costs little.
    const wanted = logitIndexes.length > 0 ? logitIndexes : [tokenIds.length - 1];
    const feeds: Record<string, OrtTensor> = {
      input_ids: new Tensor('int64', BigInt64Array.from(fed, BigInt), [1, fed.length]),
      seqlens_k: new Tensor('int32', Int32Array.of(end - 1), [1]),
      total_sequence_length: new Tensor('int32', Int32Array.of(end), []),
      logit_index: new Tensor('int64', BigInt64Array.from(wanted, BigInt), [wanted.length]),
    };
    const logits = this.#logitsFor(wanted.length);
    const fetches: Record<string, OrtTensor | null> = { logits };
    const { tensors } = cache as OrtKvCache;
    for (let i = 0; i < tensors.length; i++) {
      feeds[`past_key_values.${this.#names[i]}`] = tensors[i]!;
      fetches[`present.${this.#names[i]}`] = tensors[i]!;
    }
    try {
      await this.#session.run(feeds, fetches);
      return logitIndexes.length > 0 ? (logits.data as Float32Array) : new Float32Array(0);
    } catch (cause) {
      throw new ModelError('extraction_failed', 'the model runtime failed', { cause });
    }
  }

  /** A view of the one buffer that serves all runs; it grows with the most rows that were wanted at once. */
  #logitsFor(rows: number): OrtTensor {
    const size = rows * this.vocabSize;
    if (this.#logits.length < size) this.#logits = new Float32Array(size);
    return new this.#ort.Tensor('float32', this.#logits.subarray(0, size), [1, rows, this.vocabSize]);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#last;
    await this.#session.release();
  }
}

/** Weights that have to be changed are read into memory; the runtime copies them, and they are free again afterwards. */
async function readChanged(directory: string, unsigned: readonly ByteRange[]): Promise<{ path: string; data: Uint8Array }[]> {
  const files = [...new Set(unsigned.map(({ location }) => location))];
  return Promise.all(
    files.map(async (path) => {
      const data = await readFile(join(directory, path));
      for (const { location, offset, length } of unsigned) if (location === path) toUnsignedBytes(data.subarray(offset, offset + length));
      return { path, data };
    }),
  );
}

async function createSession(
  ort: OrtModule,
  { directory, manifest }: ModelFolder,
  { threads = usableCores(), activationScale = 'row' }: OnnxLanguageModelConfig,
): Promise<OrtSession> {
  const graph = await readFile(join(directory, manifest.graph));
  const { model, unsigned } = prepareGraph(graph, { signedWeights: await sumsSignedBytesExactly(ort), activationScale });
  const externalData = await readChanged(directory, unsigned);
  return ort.InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    ...(externalData.length > 0 ? { externalData } : {}),
    // Threads that wait for each other in a loop burn the time of whoever else wants the cores: on a busy machine half of all CPU time.
    extra: { session: { intra_op: { allow_spinning: '0' }, model_external_initializers_file_folder_path: directory } },
  });
}

/**
 * Loads the weights of a model folder into onnxruntime-node.
 * @throws {ModelError} `model_not_installed` without the runtime, `model_damaged` where the graph cannot be loaded
 */
export async function createOnnxLanguageModel(folder: ModelFolder, config: OnnxLanguageModelConfig = {}): Promise<LanguageModel> {
  const ort = config.runtime ?? (await loadRuntime());
  try {
    return new OnnxLanguageModel(ort, await createSession(ort, folder, config), folder, config);
  } catch (cause) {
    throw new ModelError('model_damaged', `the graph ${folder.manifest.graph} cannot be loaded; install the model package again`, {
      details: { file: folder.manifest.graph },
      cause,
    });
  }
}
