import type { KvCache } from '../../model/language-model.js';
import type { OrtModule, OrtTensor } from './config.js';
import { freeBuffer } from './free-buffer.js';

interface Shape {
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
}

/**
 * Keys and values of one sequence, as tensors of shape `[1, keyValueHeads, capacity, headDim]`.
 * They go into each run as they are; what a run computes of its new positions is written into them.
 * All of them lie in one block, whose memory is given back at once when it is not needed any more: it may be 90 MB.
 */
export class OrtKvCache implements KvCache {
  readonly #ort: OrtModule;
  readonly #shape: Shape;
  #capacity = 0;
  /** positions that were written at some time: the system gives memory to a part of a large block only once it is written to */
  #touched = 0;
  #block = new ArrayBuffer(0);
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
    if (capacity > this.#capacity) this.#move(capacity, length);
  }

  trim(capacity: number, length: number): void {
    this.#move(capacity, length);
  }

  release(): void {
    freeBuffer(this.#block);
    this.#block = new ArrayBuffer(0);
    this.#buffers = [];
    this.tensors = [];
    this.#capacity = 0;
    this.#touched = 0;
  }

  /** Moves the first `length` positions into a new block, and gives the memory of the old one back. */
  #move(capacity: number, length: number): void {
    const { layers, keyValueHeads, headDim } = this.#shape;
    const dims = [1, keyValueHeads, capacity, headDim];
    const [block, buffers, positions] = [this.#block, this.#buffers, this.#capacity];
    const size = keyValueHeads * capacity * headDim;
    const byteLength = 2 * layers * size * Float32Array.BYTES_PER_ELEMENT;
    this.#block = new ArrayBuffer(byteLength);
    this.#buffers = Array.from(
      { length: 2 * layers },
      (_, i) => new Float32Array(this.#block, i * size * Float32Array.BYTES_PER_ELEMENT, size),
    );
    this.#capacity = capacity;
    this.#touched = length;
    if (length > 0) this.#copy(buffers, positions, length);
    this.tensors = this.#buffers.map((buffer) => new this.#ort.Tensor('float32', buffer, dims));
    freeBuffer(block);
  }

  /**
   * Writes `count` positions from `position` on.
   * @param rows - `[2 · layers, keyValueHeads, rows, headDim]`: keys and values of new positions, maybe of other sequences as well
   * @param from - the first row that is of this sequence
   */
  write(rows: Float32Array, from: number, position: number, count: number): void {
    const { layers, keyValueHeads, headDim } = this.#shape;
    const positions = this.#capacity;
    const size = rows.length / (2 * layers * keyValueHeads);
    this.#touched = Math.max(this.#touched, position + count);
    this.#buffers.forEach((buffer, i) => {
      for (let head = 0; head < keyValueHeads; head++) {
        const start = (i * keyValueHeads + head) * size + from * headDim;
        buffer.set(rows.subarray(start, start + count * headDim), (head * positions + position) * headDim);
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
