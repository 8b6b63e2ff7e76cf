import { buildTokenTrie, type SortedTokens, type TokenTrie } from './token-trie.js';

/** Kinds of characters that a string holds as they are, as bits. */
export const CharacterKind = { lower: 1, upper: 2, digit: 4, space: 8, otherAscii: 16, beyondAscii: 32 } as const;

/** The code points of each kind, first and last; a quote and a backslash are of none. */
export const KIND_RANGES: ReadonlyMap<number, readonly (readonly [number, number])[]> = new Map([
  [CharacterKind.lower, [[0x61, 0x7a]]],
  [CharacterKind.upper, [[0x41, 0x5a]]],
  [CharacterKind.digit, [[0x30, 0x39]]],
  [CharacterKind.space, [[0x20, 0x20]]],
  [
    CharacterKind.otherAscii,
    [
      [0x21, 0x21],
      [0x23, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x5b],
      [0x5d, 0x60],
      [0x7b, 0x7f],
    ],
  ],
  [CharacterKind.beyondAscii, [[0x80, 0x10ffff]]],
]);

/** Fewer tokens than this are not worth a slice: they are walked with the others. */
const MIN_SLICE = 16;

/**
 * Tokens of plain string content that are alike: the kind of their first character, and the kinds of all others. Most states of a string
 * take a slice as a whole, or all of its tokens up to a length, and need not look at each.
 */
export interface TokenSlice {
  readonly firstKind: number;
  readonly otherKinds: number;
  readonly trie: TokenTrie;
  /** in code points, of the longest token */
  readonly maxLength: number;
  /** The mask of its tokens of up to so many code points. */
  upTo(lengthCodePoints: number): Uint32Array;
  /** How many of its tokens are longer than that. */
  longerThan(lengthCodePoints: number): boolean;
}

export interface SlicedTokens {
  readonly slices: readonly TokenSlice[];
  /** all tokens of no slice, among them all with a quote or a backslash */
  readonly others: TokenTrie;
  /** by node of `others`: the same node of the trie of all tokens */
  readonly wholeNode: Int32Array;
}

/** @param whole - the trie of all tokens */
export function sliceTokens(tokenBytes: readonly Uint8Array[], { ids: sorted, sameBytes }: SortedTokens, whole: TokenTrie): SlicedTokens {
  const groups = new Map<number, number[]>();
  for (const id of sorted) {
    const key = kindsOf(tokenBytes[id]!);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [id]);
    else group.push(id);
  }
  const slices: TokenSlice[] = [];
  const isSliced = new Uint8Array(tokenBytes.length);
  for (const [key, ids] of groups) {
    if (key === NOT_PLAIN || ids.length < MIN_SLICE) continue;
    for (const id of ids) isSliced[id] = 1;
    slices.push(new Slice(key >> 8, key & 0xff, ids, tokenBytes, sameBytes));
  }
  const unsliced = sorted.filter((id) => isSliced[id] === 0);
  const others = buildTokenTrie(tokenBytes, unsliced, sameBytes);
  return { slices, others, wholeNode: nodesIn(whole, others) };
}

/** By node of `part`: the same node of `whole`, which holds all its tokens. */
function nodesIn(whole: TokenTrie, part: TokenTrie): Int32Array {
  const ofToken = new Int32Array(whole.sameBytes.length);
  for (let node = 0; node < whole.nodeCount; node++) if (whole.token[node]! >= 0) ofToken[whole.token[node]!] = node;
  const nodes = new Int32Array(part.nodeCount).fill(-1);
  for (let node = 0; node < part.nodeCount; node++) {
    if (part.token[node]! < 0) continue;
    let above = ofToken[part.token[node]!]!;
    for (let at = node; at >= 0 && nodes[at] === -1; at = part.parent[at]!) {
      nodes[at] = above;
      above = whole.parent[above]!;
    }
  }
  return nodes;
}

class Slice implements TokenSlice {
  readonly trie: TokenTrie;
  readonly maxLength: number;
  private readonly lengths: Uint16Array;
  private readonly masks: (Uint32Array | undefined)[] = [];

  constructor(
    readonly firstKind: number,
    readonly otherKinds: number,
    private readonly ids: readonly number[],
    tokenBytes: readonly Uint8Array[],
    private readonly sameBytes: Int32Array,
  ) {
    this.trie = buildTokenTrie(tokenBytes, ids, sameBytes);
    this.lengths = Uint16Array.from(ids, (id) => lengthCodePoints(tokenBytes[id]!));
    this.maxLength = this.lengths.reduce((longest, length) => Math.max(longest, length), 0);
  }

  upTo(lengthCodePoints: number): Uint32Array {
    const length = Math.min(lengthCodePoints, this.maxLength);
    this.masks[length] ??= this.maskUpTo(length);
    return this.masks[length];
  }

  longerThan(lengthCodePoints: number): boolean {
    return lengthCodePoints < this.maxLength;
  }

  private maskUpTo(length: number): Uint32Array {
    const words = new Uint32Array(Math.ceil(this.sameBytes.length / 32));
    for (let i = 0; i < this.ids.length; i++) {
      if (this.lengths[i]! > length) continue;
      for (let id = this.ids[i]!; id >= 0; id = this.sameBytes[id]!) words[id >> 5]! |= 1 << (id & 31);
    }
    return words;
  }
}

const NOT_PLAIN = -1;
const fatalDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Kind of the first character, shifted, and kinds of all others; `NOT_PLAIN` where the bytes are no whole characters of plain content. */
function kindsOf(bytes: Uint8Array): number {
  let others = 0;
  for (let i = 0; i < bytes.length; i++) {
    const kind = kindOfByte[bytes[i]!]!;
    if (kind === 0) return NOT_PLAIN;
    if (i > 0) others |= kind;
  }
  const first = kindOfByte[bytes[0]!]!;
  if (((first | others) & CharacterKind.beyondAscii) !== 0 && !isWholeUtf8(bytes)) return NOT_PLAIN;
  return (first << 8) | others;
}

/** By byte: the kind of a character that begins or goes on with it, or 0. */
const kindOfByte = new Uint8Array(256);
for (const [kind, ranges] of KIND_RANGES) for (const [first, last] of ranges) kindOfByte.fill(kind, first, last + 1);

function isWholeUtf8(bytes: Uint8Array): boolean {
  try {
    fatalDecoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function lengthCodePoints(bytes: Uint8Array): number {
  let length = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) length++;
  return length;
}
