/**
 * The tokens of a vocabulary by their bytes, for walks along a given byte string.
 * Edges live in one open-addressing table; node 0 is the root.
 */
export class TokenTrie {
  readonly #slots: Int32Array;
  readonly #targets: Int32Array;
  readonly #mask: number;
  /** token that ends at a node, or -1 */
  readonly #tokenAt: Int32Array;

  constructor(tokenBytes: readonly Uint8Array[]) {
    let total = 1;
    for (const bytes of tokenBytes) total += bytes.length;
    const size = 2 ** Math.ceil(Math.log2(total * 1.5));
    this.#slots = new Int32Array(size);
    this.#targets = new Int32Array(size);
    this.#mask = size - 1;
    this.#tokenAt = new Int32Array(total).fill(-1);
    let nodes = 1;
    for (let id = 0; id < tokenBytes.length; id++) {
      const bytes = tokenBytes[id]!;
      if (bytes.length === 0) continue;
      let node = 0;
      for (const byte of bytes) {
        const slot = this.#slot(node, byte);
        if (this.#slots[slot] === 0) {
          this.#slots[slot] = node * 256 + byte + 1;
          this.#targets[slot] = nodes++;
        }
        node = this.#targets[slot]!;
      }
      this.#tokenAt[node] = id;
    }
  }

  /** Slot that holds the edge, or the empty one where it would go. An edge is kept as `node * 256 + byte + 1`, never 0. */
  #slot(node: number, byte: number): number {
    const edge = node * 256 + byte + 1;
    let slot = (Math.imul(edge, 0x9e3779b1) >>> 7) & this.#mask;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== edge) slot = (slot + 1) & this.#mask;
    return slot;
  }

  /** @returns the node reached from `node` by `byte`, or -1 */
  child(node: number, byte: number): number {
    const slot = this.#slot(node, byte);
    return this.#slots[slot] === 0 ? -1 : this.#targets[slot]!;
  }

  /** @returns the token whose bytes lead from the root to `node`, or -1 */
  tokenAt(node: number): number {
    return this.#tokenAt[node]!;
  }
}
