import type { KvCache } from '../../model/language-model.js';
import type { OrtModule, OrtTensor } from './config.js';

interface Shape {
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
}

/**
 * Keys and values of one sequence, as tensors of shape `[1, keyValueHeads, capacity, headDim]`.
 * They go into each run as they are; what a run computes of its new positions is written into them.
 */
export class OrtKvCache implements KvCache {
  readonly #ort: OrtModule;
  readonly #shape: Shape;
  #capacity = 0;
  /** positions that were written at some time: the system gives memory to a part of a large block only once it is written to */
  #touched = 0;
  #buffers: Float32Array[] = [];
  /** layer 0 key, layer 0 value, layer 1 key, … */
  tensors: OrtTensor[] = [];

  constructor(ort: OrtModule, shape: Shape, capacity: number) {
    this.#ort = ort;
    this.#shape = shape;
    this.grow(capacity, 0);
  }

  get capacity(): number {
    return this.#capacity;
  }

  get bytes(): number {
    const { layers, keyValueHeads, headDim } = this.#shape;
    return 2 * layers * keyValueHeads * this.#touched * headDim * Float32Array.BYTES_PER_ELEMENT;
  }

  grow(capacity: number, length: number): void {
    if (capacity <= this.#capacity) return;
    const { layers, keyValueHeads, headDim } = this.#shape;
    const dims = [1, keyValueHeads, capacity, headDim];
    const old = this.#buffers;
    const oldPositions = this.#capacity;
    const size = keyValueHeads * capacity * headDim;
    const block = new Float32Array(2 * layers * size);
    this.#buffers = Array.from({ length: 2 * layers }, (_, i) => block.subarray(i * size, (i + 1) * size));
    this.#capacity = capacity;
    this.#touched = length;
    if (length > 0) this.#copy(old, oldPositions, length);
    this.tensors = this.#buffers.map((buffer) => new this.#ort.Tensor('float32', buffer, dims));
  }

  /** @param rows - `[2 · layers, keyValueHeads, count, headDim]`: keys and values of `count` positions from `position` on */
  write(rows: Float32Array, position: number, count: number): void {
    const { keyValueHeads, headDim } = this.#shape;
    const positions = this.#capacity;
    const size = count * headDim;
    this.#touched = Math.max(this.#touched, position + count);
    this.#buffers.forEach((buffer, i) => {
      for (let head = 0; head < keyValueHeads; head++) {
        const start = (i * keyValueHeads + head) * size;
        buffer.set(rows.subarray(start, start + size), (head * positions + position) * headDim);
      }
    });
  }

  copyFrom(other: OrtKvCache, length: number): void {
    this.#touched = Math.max(this.#touched, length);
    this.#copy(other.#buffers, other.#capacity, length);
  }

  #copy(from: readonly Float32Array[], fromPositions: number, length: number): void {
    const { keyValueHeads, headDim } = this.#shape;
    const positions = this.#capacity;
    this.#buffers.forEach((buffer, i) => {
      for (let head = 0; head < keyValueHeads; head++) {
        const start = head * fromPositions * headDim;
        buffer.set(from[i]!.subarray(start, start + length * headDim), head * positions * headDim);
      }
    });
  }
}
