import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../../errors/index.js';
import type { LanguageModel, LanguageModelRun } from '../../model/language-model.js';
import type { ModelFolder } from '../../model/model-folder.js';
import { RunBatcher } from '../../model/run-batcher.js';
import type { OnnxLanguageModelConfig, OrtModule } from './config.js';
import { sumsSignedBytesExactly } from './exact-sums.js';
import { OrtKvCache } from './kv-cache.js';
import { MIN_ROWS, OrtGraph } from './ort-graph.js';
import { type ByteRange, prepareGraph, toUnsignedBytes } from './prepare-graph.js';
import { sequenceGraph } from './sequence-graph.js';
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

/** Sequences that share a pass by default: more gain little, and each needs a KV cache of its own. */
const MAX_BATCH = 4;
/** Tokens that share a pass: about 70 ms on two cores. The runtime holds the event loop as long, and an abort has to wait. */
const MAX_BATCH_TOKENS = 128;
/**
 * A graph for several sequences is loaded once as many runs as this had to wait for another: loading it costs as much as they would have
 * gained by it, and 140 MB.
 */
const WAITS_WORTH_A_BATCH_GRAPH = 24;

/**
 * Threads wait for each other in a loop for as long as the pause between two operators takes, then they sleep. Without a loop a short run
 * takes 1.4 times as long on a quiet machine; with the runtime's own, longer one a busy machine spends half of all CPU time on it.
 */
const spinning = { allow_spinning: '1', spin_duration_us: '20' };

type LoadGraph = (sequences: number) => Promise<OrtGraph>;

class OnnxLanguageModel implements LanguageModel {
  readonly vocabSize: number;
  readonly maxPositions: number;
  readonly isChunkInvariant: boolean;
  readonly maxBatch: number;
  readonly #ort: OrtModule;
  readonly #folder: ModelFolder;
  readonly #single: OrtGraph;
  readonly #loadGraph: LoadGraph;
  /** undefined inside where there is no memory for it: then runs go one by one, as before */
  #batch: Promise<OrtGraph | undefined> | undefined;
  #waits = 0;
  readonly #batcher: RunBatcher;
  #disposed = false;

  constructor(ort: OrtModule, folder: ModelFolder, single: OrtGraph, loadGraph: LoadGraph, config: OnnxLanguageModelConfig) {
    const { shape } = folder.manifest;
    this.isChunkInvariant = config.activationScale !== 'run';
    // Sequences that share a scale would change each other's answers.
    this.maxBatch = this.isChunkInvariant ? (config.maxBatch ?? MAX_BATCH) : 1;
    this.vocabSize = shape.vocabSize;
    this.maxPositions = shape.maxPositions - (MIN_ROWS - 1);
    this.#ort = ort;
    this.#folder = folder;
    this.#single = single;
    this.#loadGraph = loadGraph;
    this.#batcher = new RunBatcher((runs) => this.#pass(runs), { maxRuns: this.maxBatch, maxTokens: MAX_BATCH_TOKENS });
  }

  createKvCache(capacity: number): OrtKvCache {
    return new OrtKvCache(this.#ort, this.#folder.manifest.shape, Math.min(capacity, this.maxPositions));
  }

  async run(run: LanguageModelRun): Promise<Float32Array> {
    const total = run.position + run.tokenIds.length;
    if (total > run.cache.capacity) throw new RangeError(`${total} positions in a KV cache of ${run.cache.capacity}`);
    return this.#batcher.run(run);
  }

  async #pass(runs: readonly LanguageModelRun[]): Promise<readonly Float32Array[]> {
    if (this.#disposed) throw new ModelError('disposed', 'the model was disposed');
    try {
      this.#waits += runs.length - 1;
      const isWorthwhile = runs.length > 1 && this.#waits >= WAITS_WORTH_A_BATCH_GRAPH;
      if (isWorthwhile) this.#batch ??= this.#loadGraph(this.maxBatch).catch(() => undefined);
      const batch = isWorthwhile ? await this.#batch : undefined;
      return batch ? await batch.run(runs) : await this.#oneByOne(runs);
    } catch (cause) {
      throw new ModelError('extraction_failed', 'the model runtime failed', { cause });
    }
  }

  async #oneByOne(runs: readonly LanguageModelRun[]): Promise<Float32Array[]> {
    const answers: Float32Array[] = [];
    for (const run of runs) {
      const [logits] = await this.#single.run([run]);
      answers.push(logits!);
    }
    return answers;
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#batcher.idle();
    await this.#single.release();
    await (await this.#batch)?.release();
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

async function loadGraph(
  ort: OrtModule,
  { directory, manifest }: ModelFolder,
  { threads = usableCores(), activationScale = 'row' }: OnnxLanguageModelConfig,
  sequences: number,
): Promise<OrtGraph> {
  const graph = await readFile(join(directory, manifest.graph));
  const { model, unsigned } = prepareGraph(graph, { signedWeights: await sumsSignedBytesExactly(ort), activationScale });
  const externalData = await readChanged(directory, unsigned);
  const session = await ort.InferenceSession.create(sequenceGraph(model, sequences), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // A pattern is kept for every length of a run, which takes memory and, where no two runs are alike, saves no time: docs/decisions/speed.md.
    enableMemPattern: false,
    ...(externalData.length > 0 ? { externalData } : {}),
    extra: { session: { intra_op: spinning, model_external_initializers_file_folder_path: directory } },
  });
  return new OrtGraph(ort, session, manifest.shape, sequences, activationScale === 'row' ? MIN_ROWS : 1);
}

/**
 * Loads the weights of a model folder into onnxruntime-node.
 * @throws {ModelError} `model_not_installed` without the runtime, `model_damaged` where the graph cannot be loaded
 */
export async function createOnnxLanguageModel(folder: ModelFolder, config: OnnxLanguageModelConfig = {}): Promise<LanguageModel> {
  const ort = config.runtime ?? (await loadRuntime());
  const load: LoadGraph = (sequences) => loadGraph(ort, folder, config, sequences);
  try {
    return new OnnxLanguageModel(ort, folder, await load(1), load, config);
  } catch (cause) {
    throw new ModelError('model_damaged', `the graph ${folder.manifest.graph} cannot be loaded; install the model package again`, {
      details: { file: folder.manifest.graph },
      cause,
    });
  }
}
