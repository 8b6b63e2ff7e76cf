import type { Matcher } from '../../../src/grammar/types.js';
import { allowedIds, maskOf } from './naive-mask.js';
import type { Random } from './random.js';
import type { TokenTable } from './vocabularies.js';

export interface Walk {
  /** `dead_end`: an empty mask before a valid end. `no_end`: the way out was not found within the limit. */
  readonly outcome: 'complete' | 'dead_end' | 'no_end' | 'refused_offer';
  readonly text: string;
  readonly steps: number;
}

export interface WalkOptions {
  /** tokens chosen uniformly before the walk looks for its way out */
  readonly freeSteps: number;
  /** @default 1500 */
  readonly maxSteps?: number;
}

/** Bytes that end something come first, so that the way out is short: `"` `}` `]`, then `null`, then `0`. */
const closers = ['"', '}', ']', 'n', '0', ','].map((character) => character.charCodeAt(0));

function wayOut(ids: readonly number[], tokens: TokenTable, random: Random): number {
  // A string that must match a pattern has no greedy end: now and then another token than the best is tried.
  if (!random.oneIn(4)) {
    for (const closer of closers) {
      const found = ids.find((id) => tokens.tokenBytes[id]![0] === closer && tokens.tokenBytes[id]!.length === 1);
      if (found !== undefined) return found;
    }
  }
  return random.pick(ids);
}

function concatenate(chunks: readonly Uint8Array[]): string {
  return new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(Buffer.concat(chunks));
}

/** Follows the mask: `freeSteps` tokens chosen uniformly, then the shortest way out. Stops at the first complete state after that. */
export function randomWalk(matcher: Matcher, tokens: TokenTable, random: Random, options: WalkOptions): Walk {
  const maxSteps = options.maxSteps ?? 1500;
  const chunks: Uint8Array[] = [];
  const stop = new Set(tokens.stopTokenIds);
  for (let steps = 0; steps < maxSteps; steps++) {
    const mask = maskOf(matcher, tokens);
    const ids = allowedIds(mask, tokens.tokenBytes.length).filter((id) => !stop.has(id));
    const isFree = steps < options.freeSteps;
    if (matcher.isComplete() && (!isFree || ids.length === 0)) return { outcome: 'complete', text: concatenate(chunks), steps };
    if (ids.length === 0) return { outcome: 'dead_end', text: concatenate(chunks), steps };
    const id = isFree ? random.pick(ids) : wayOut(ids, tokens, random);
    if (!matcher.acceptToken(id)) return { outcome: 'refused_offer', text: `${concatenate(chunks)}⟨${id}⟩`, steps };
    chunks.push(tokens.tokenBytes[id]!);
  }
  return { outcome: matcher.isComplete() ? 'complete' : 'no_end', text: concatenate(chunks), steps: maxSteps };
}
