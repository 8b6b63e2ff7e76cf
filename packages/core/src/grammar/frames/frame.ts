import type { LexemeGroup } from '../lexemes/lexeme-group.js';

export const Structural = { comma: 0x2c, colon: 0x3a, openBracket: 0x5b, closeBracket: 0x5d, openBrace: 0x7b, closeBrace: 0x7d } as const;

/**
 * Stands for the name of an unlisted member while a mask is computed: all names share one frame then. The price is that no token is
 * offered in which two such names end; none of them is ever needed.
 */
export const PENDING_NAME = '\0pending';

/** What was written last. */
export interface LexemeText {
  /** The JSON text of the lexeme that just ended. */
  lexemeText(): string;
  /** What is read is a token that may be taken, not one that was: see `PENDING_NAME`. */
  readonly isAhead: boolean;
}

/**
 * Where a generation stands between lexemes, or in which lexeme: the stack of open objects and arrays, with the alternatives that are
 * still possible in each. Frames are immutable and hold the frame around them, so rolling back is keeping the old one. They are
 * interned: the same place reached twice is the same frame, and finds its masks ready.
 *
 * Alternatives (of `anyOf`, say) are followed side by side. Each one that is kept can be completed by itself, so a generation never
 * runs into a dead end.
 */
export interface Frame {
  readonly id: number;
  /** the lexemes that may stand here; `undefined` where only structural bytes may come */
  readonly group: LexemeGroup | undefined;
  /** the structural bytes that may come here, before a lexeme */
  readonly structural: readonly number[];
  /** the whole instance is read */
  readonly isDone: boolean;
  /** @returns `undefined` where the byte may not come; asked only before a lexeme */
  afterStructural(byte: number, text: LexemeText): Frame | undefined;
  /** The frame after a lexeme of the group; each outcome leads somewhere, but see `PENDING_NAME`. */
  afterLexeme(outcome: number, text: LexemeText): Frame | undefined;
}

/** What waits for a value to end: the document, an object after a colon, an array. */
export interface Waiting {
  readonly id: number;
  /** what comes after the value depends on its text */
  readonly readsText: boolean;
  /** @param survivors - which of the alternatives that waited were satisfied by the value, ascending, at least one */
  afterValue(survivors: readonly number[], text: LexemeText): Frame;
}

/** One alternative of the value that may come now: which of the waiting alternatives it serves, ascending. */
export interface ThreadOrigin {
  readonly parents: readonly number[];
}

/** The waiting alternatives that the given threads serve, ascending and each once. */
export function parentsOf(threads: readonly ThreadOrigin[]): readonly number[] {
  if (threads.length === 1) return threads[0]!.parents;
  return sortedOnce(threads.flatMap((thread) => thread.parents));
}

/**
 * Threads that differ only in whom they serve become one that serves them all. So there are never more threads than alternatives of the
 * schema, however deep the recursion: the determinisation of visibly pushdown automata.
 * @see Alur and Madhusudan, "Visibly Pushdown Languages", STOC 2004
 */
export function mergeThreads<Thread extends ThreadOrigin>(
  threads: readonly Thread[],
  keyOf: (thread: Thread) => string,
): readonly Thread[] {
  if (threads.length === 1) return threads;
  const merged = new Map<string, Thread>();
  for (const thread of threads) {
    const key = keyOf(thread);
    const known = merged.get(key);
    merged.set(key, known === undefined ? thread : { ...known, parents: sortedOnce([...known.parents, ...thread.parents]) });
  }
  return [...merged.values()];
}

function sortedOnce(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
