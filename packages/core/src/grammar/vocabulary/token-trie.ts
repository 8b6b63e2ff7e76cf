/**
 * All tokens of a vocabulary as one trie, laid out depth first: the children of node `i` follow it directly, and `end[i]` is the first
 * node after its subtree. A refused byte therefore skips a whole subtree by one assignment. Node 0 is the first byte of the first
 * token; there is no root node.
 */
export interface TokenTrie {
  readonly nodeCount: number;
  /** the byte on the way into the node */
  readonly byte: Uint8Array;
  /** length of the node's path minus one */
  readonly depth: Uint16Array;
  /** first node after the subtree */
  readonly end: Int32Array;
  /** the node before on the path, or -1 */
  readonly parent: Int32Array;
  /** first token that ends here, or -1 */
  readonly token: Int32Array;
  /** by token id: the next token with the same bytes, or -1 */
  readonly sameBytes: Int32Array;
  readonly maxDepth: number;
}

/** Token ids in the order of their bytes. */
export interface SortedTokens {
  /** one id for each text; tokens without bytes (special tokens) are left out */
  readonly ids: readonly number[];
  /** by token id: the next token with the same bytes, or -1 */
  readonly sameBytes: Int32Array;
}

export function sortTokens(tokenBytes: readonly Uint8Array[]): SortedTokens {
  const all: number[] = [];
  for (let id = 0; id < tokenBytes.length; id++) if (tokenBytes[id]!.length > 0) all.push(id);
  all.sort((a, b) => compareBytes(tokenBytes[a]!, tokenBytes[b]!) || a - b);
  const ids: number[] = [];
  const sameBytes = new Int32Array(tokenBytes.length).fill(-1);
  let previous = -1;
  for (const id of all) {
    if (previous >= 0 && compareBytes(tokenBytes[previous]!, tokenBytes[id]!) === 0) sameBytes[previous] = id;
    else ids.push(id);
    previous = id;
  }
  return { ids, sameBytes };
}

/** Builds the trie of some tokens. @param ids - in the order of their bytes, each text once */
export function buildTokenTrie(tokenBytes: readonly Uint8Array[], ids: readonly number[], sameBytes: Int32Array): TokenTrie {
  let byteCount = 0;
  for (const id of ids) byteCount += tokenBytes[id]!.length;
  const byte = new Uint8Array(byteCount);
  const depth = new Uint16Array(byteCount);
  const end = new Int32Array(byteCount);
  const parent = new Int32Array(byteCount);
  const token = new Int32Array(byteCount).fill(-1);
  const path: number[] = [];
  let nodeCount = 0;
  let maxDepth = 0;
  let previous: Uint8Array = new Uint8Array(0);
  for (const id of ids) {
    const bytes = tokenBytes[id]!;
    const shared = sharedPrefix(previous, bytes);
    while (path.length > shared) end[path.pop()!] = nodeCount;
    for (let d = shared; d < bytes.length; d++) {
      byte[nodeCount] = bytes[d]!;
      depth[nodeCount] = d;
      parent[nodeCount] = path[d - 1] ?? -1;
      path.push(nodeCount++);
    }
    token[nodeCount - 1] = id;
    maxDepth = Math.max(maxDepth, bytes.length);
    previous = bytes;
  }
  while (path.length > 0) end[path.pop()!] = nodeCount;
  return {
    nodeCount,
    byte: byte.slice(0, nodeCount),
    depth: depth.slice(0, nodeCount),
    parent: parent.slice(0, nodeCount),
    end: end.slice(0, nodeCount),
    token: token.slice(0, nodeCount),
    sameBytes,
    maxDepth,
  };
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = sharedPrefix(a, b);
  return shared < a.length && shared < b.length ? a[shared]! - b[shared]! : a.length - b.length;
}

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const limit = Math.min(a.length, b.length);
  let i = 0;
  while (i < limit && a[i] === b[i]) i++;
  return i;
}
