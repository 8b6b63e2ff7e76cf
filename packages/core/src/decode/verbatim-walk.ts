import type { VerbatimIndex } from './verbatim-index.js';
import type { ViableStretches } from './viable-stretches.js';

/** Follows one string value that must be a stretch of the source text: the set of places at which it may still stand. */
export class VerbatimWalk {
  readonly #index: VerbatimIndex;
  readonly #tokenBytes: readonly Uint8Array[];
  readonly #candidates: Uint32Array;
  readonly #quote: number;
  /** byte offsets at which a live stretch begins; the first `#count` are live */
  #starts: number[] = [];
  #count = 0;
  /** bytes of the value so far */
  #length = 0;
  /** the only stretches that the grammar takes, where it is known to take few */
  #viable: ViableStretches | undefined;

  constructor(index: VerbatimIndex, tokenBytes: readonly Uint8Array[], quoteToken: number) {
    this.#index = index;
    this.#tokenBytes = tokenBytes;
    this.#quote = quoteToken;
    this.#candidates = new Uint32Array(index.firstTokens.length);
  }

  /** bytes of the value so far, escapes included */
  get length(): number {
    return this.#length;
  }

  /** byte offsets at which the value so far stands, ascending; only of use once a token was accepted */
  get liveStarts(): readonly number[] {
    return this.#starts.slice(0, this.#count);
  }

  /** byte offset at which the value so far stands first */
  get firstLiveStart(): number {
    return this.#starts[0]!;
  }

  /** @param viable - the stretches that the grammar takes; every stretch without it */
  begin(viable?: ViableStretches): void {
    this.#count = 0;
    this.#length = 0;
    this.#viable = viable;
    if (!viable) return;
    this.#starts = [...viable.keys()];
    this.#count = this.#starts.length;
  }

  /** Leaves in `mask` the tokens that continue a live stretch, and the closing quote where one may end. */
  narrow(mask: Uint32Array): void {
    if (this.#length === 0 && !this.#viable) {
      const { firstTokens } = this.#index;
      // An empty string stands nowhere: it is offered only where nothing else is.
      const quoteWord = this.#quote >> 5;
      const quoteBit = mask[quoteWord]! & (1 << (this.#quote & 31));
      let any = 0;
      for (let word = 0; word < mask.length; word++) any |= mask[word]! &= firstTokens[word]!;
      if (any === 0) mask[quoteWord]! |= quoteBit;
      return;
    }
    this.#collectCandidates();
    for (let word = 0; word < mask.length; word++) mask[word]! &= this.#candidates[word]!;
  }

  #collectCandidates(): void {
    const { source, trie } = this.#index;
    const { bytes } = source;
    this.#candidates.fill(0);
    for (let i = 0; i < this.#count; i++) {
      const from = this.#starts[i]! + this.#length;
      if (this.#length > 0 && source.isBorder(from)) this.#candidates[this.#quote >> 5]! |= 1 << (this.#quote & 31);
      const end = this.#viable?.get(this.#starts[i]!) ?? bytes.length;
      let node = 0;
      for (let at = from; at < end; at++) {
        node = trie.child(node, bytes[at]!);
        if (node < 0) break;
        const token = trie.tokenAt(node);
        if (token >= 0) this.#candidates[token >> 5]! |= 1 << (token & 31);
      }
    }
  }

  /** Takes a token of the content; stretches that do not go on with it drop out. */
  accept(token: number): void {
    const added = this.#tokenBytes[token]!;
    if (this.#length === 0 && !this.#viable) {
      this.#starts = [...this.#index.startsOf(token)];
      this.#count = this.#starts.length;
      this.#length = added.length;
      return;
    }
    const { bytes } = this.#index.source;
    let kept = 0;
    for (let i = 0; i < this.#count; i++) {
      const start = this.#starts[i]!;
      const end = this.#viable?.get(start) ?? bytes.length;
      if (continuesWith(bytes, start + this.#length, end, added)) this.#starts[kept++] = start;
    }
    this.#count = kept;
    this.#length += added.length;
  }
}

function continuesWith(bytes: Uint8Array, from: number, end: number, added: Uint8Array): boolean {
  if (from + added.length > end) return false;
  for (let i = 0; i < added.length; i++) if (bytes[from + i] !== added[i]) return false;
  return true;
}
