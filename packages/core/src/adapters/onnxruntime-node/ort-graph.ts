import type { LanguageModelRun } from '../../model/language-model.js';
import type { OrtModule, OrtSession, OrtTensor } from './config.js';
import type { OrtKvCache } from './kv-cache.js';
import { sequenceNames } from './sequence-graph.js';

/** What the loaded graph has of the model's sizes. */
export interface GraphShape {
  readonly vocabSize: number;
  readonly layers: number;
  readonly attentionHeads: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
}

/** Names of the inputs and outputs that belong to one sequence. */
interface SequenceNames {
  readonly seqlensK: string;
  readonly totalLength: string;
  readonly newFrom: string;
  readonly newTo: string;
  /** layer 0 key, layer 0 value, layer 1 key, … */
  readonly past: readonly string[];
}

/**
 * A run of one row takes kernels of its own (a matrix times a vector), whose sums are not those of the others bit for bit: up to 1.7 logits
 * on a processor with AVX-512 VNNI. So the shortest run of a sequence has two rows; what the second one writes lies behind the sequence.
 */
export const MIN_ROWS = 2;

function namesOf(layers: number, sequences: number): SequenceNames[] {
  const tensors = Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  return Array.from({ length: sequences }, (_, sequence) => ({
    seqlensK: sequenceNames.seqlensK(sequence),
    totalLength: sequenceNames.totalLength(sequence),
    newFrom: sequenceNames.newFrom(sequence),
    newTo: sequenceNames.newTo(sequence),
    past: tensors.map((tensor) => sequenceNames.past(sequence, tensor)),
  }));
}

/** A loaded graph that reads one sequence in a run, or several: made by `sequenceGraph`. */
export class OrtGraph {
  readonly #ort: OrtModule;
  readonly #session: OrtSession;
  readonly #shape: GraphShape;
  readonly #sequences: readonly SequenceNames[];
  readonly #minRows: number;
  /** keys or values of an idle sequence */
  readonly #idle: OrtTensor;

  /**
   * @param sequences - that one run may hold
   * @param minRows - rows that a sequence feeds at least; the first token fills up
   */
  constructor(ort: OrtModule, session: OrtSession, shape: GraphShape, sequences: number, minRows: number) {
    this.#ort = ort;
    this.#session = session;
    this.#shape = shape;
    this.#sequences = namesOf(shape.layers, sequences);
    this.#minRows = minRows;
    this.#idle = new ort.Tensor('float32', new Float32Array(shape.keyValueHeads * shape.headDim), [
      1,
      shape.keyValueHeads,
      1,
      shape.headDim,
    ]);
  }

  /** @returns the logits of each run */
  async run(runs: readonly LanguageModelRun[]): Promise<Float32Array[]> {
    const { Tensor } = this.#ort;
    const rows = runs.map(({ tokenIds }) => fillUp(tokenIds, this.#minRows));
    const starts = startsOf(rows);
    const wanted = runs.flatMap(({ logitIndexes }, i) => logitIndexes.map((index) => starts[i]! + index));
    // The graph cannot answer no position at all; one that nobody asked for costs little.
    if (wanted.length === 0) wanted.push(0);
    const ids = rows.flat();
    const feeds: Record<string, OrtTensor> = {
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      logit_index: new Tensor('int64', BigInt64Array.from(wanted, BigInt), [wanted.length]),
    };
    if (this.#sequences.length > 1) this.#feedCounts(feeds, rows);
    this.#sequences.forEach((names, i) => {
      this.#feedSequence(feeds, names, runs[i], rows[i]?.length ?? 1);
    });
    const results = await this.#session.run(feeds, { logits: null, [sequenceNames.newRows]: null });
    const newRows = results[sequenceNames.newRows]!.data as Float32Array;
    const froms = startsOf(runs.map(({ tokenIds }) => tokenIds));
    runs.forEach(({ cache, position, tokenIds }, i) => {
      (cache as OrtKvCache).write(newRows, froms[i]!, position, tokenIds.length);
    });
    return this.#cutLogits(results.logits!.data as Float32Array, runs);
  }

  #feedSequence(feeds: Record<string, OrtTensor>, names: SequenceNames, run: LanguageModelRun | undefined, rows: number): void {
    const { Tensor } = this.#ort;
    const position = run?.position ?? 0;
    const length = position + rows;
    feeds[names.seqlensK] = new Tensor('int32', Int32Array.of(length - 1), [1]);
    feeds[names.totalLength] = new Tensor('int32', Int32Array.of(length), []);
    feeds[names.newFrom] = new Tensor('int64', BigInt64Array.of(BigInt(position)), [1]);
    feeds[names.newTo] = new Tensor('int64', BigInt64Array.of(BigInt(position + (run?.tokenIds.length ?? 0))), [1]);
    const tensors = run && (run.cache as OrtKvCache).tensors;
    names.past.forEach((name, t) => {
      feeds[name] = tensors ? tensors[t]! : this.#idle;
    });
  }

  #feedCounts(feeds: Record<string, OrtTensor>, rows: readonly (readonly number[])[]): void {
    const { Tensor } = this.#ort;
    const { attentionHeads, keyValueHeads, headDim } = this.#shape;
    const size = (attentionHeads + 2 * keyValueHeads) * headDim;
    const idle = this.#sequences.length - rows.length;
    const counts = this.#sequences.map((_, i) => BigInt(rows[i]?.length ?? 1));
    feeds[sequenceNames.rowCounts] = new Tensor('int64', BigInt64Array.from(counts), [counts.length]);
    feeds[sequenceNames.idleRows] = new Tensor('float32', new Float32Array(idle * size), [1, idle, size]);
  }

  #cutLogits(logits: Float32Array, runs: readonly LanguageModelRun[]): Float32Array[] {
    let from = 0;
    return runs.map(({ logitIndexes }) => {
      const to = from + logitIndexes.length * this.#shape.vocabSize;
      const own = logits.subarray(from, to);
      from = to;
      return own;
    });
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

const fillUp = (tokenIds: readonly number[], minRows: number): readonly number[] =>
  tokenIds.length >= minRows ? tokenIds : [...tokenIds, ...Array<number>(minRows - tokenIds.length).fill(tokenIds[0]!)];

/** where each list begins when all are laid behind each other */
function startsOf(lists: readonly (readonly unknown[])[]): number[] {
  let start = 0;
  return lists.map(({ length }) => {
    start += length;
    return start - length;
  });
}
