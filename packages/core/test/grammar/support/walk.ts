import type { Matcher } from '../../../src/grammar/types.js';
import { type LexicalState, lexicalStateAfter } from './lexemes.js';
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
  /** names that the schema requires somewhere: where an object may not close yet, one of them may be what it waits for. @default none */
  readonly requiredNames?: readonly string[];
}

/** Every name in a `required` or `dependentRequired` of the schema. */
export function requiredNamesOf(schema: unknown): string[] {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      const lists = key === 'required' ? [value] : key === 'dependentRequired' || key === 'dependencies' ? Object.values(value ?? {}) : [];
      for (const name of lists.flat()) if (typeof name === 'string') names.add(name);
      visit(value);
    }
  };
  visit(schema);
  return [...names];
}

const code = (character: string) => character.charCodeAt(0);
const quote = code('"');
const backslash = code('\\');

/** Outside of strings these bytes end something, or begin what ends soon. */
const closers = [quote, code('}'), code(']'), code('n'), code('0'), code(',')];

const findByte = (ids: readonly number[], tokens: TokenTable, byte: number): number | undefined =>
  ids.find((id) => tokens.tokenBytes[id]![0] === byte && tokens.tokenBytes[id]!.length === 1);

/** A byte after which the string may close: what a pattern such as `s$` waits for. */
function findLastPiece(matcher: Matcher, ids: readonly number[], tokens: TokenTable): number | undefined {
  const quoteId = tokens.tokenBytes.findIndex((bytes) => bytes.length === 1 && bytes[0] === quote);
  return ids.find((id) => {
    const bytes = tokens.tokenBytes[id]!;
    // After a backslash a quote is content.
    if (bytes.length !== 1 || bytes[0] === backslash || !matcher.acceptToken(id)) return false;
    const mayClose = matcher.acceptToken(quoteId);
    matcher.rollback(mayClose ? 2 : 1);
    return mayClose;
  });
}

/** Takes a required key with its colon where the object may not close yet. */
function requiredKey(matcher: Matcher, ids: readonly number[], tokens: TokenTable, names: readonly string[]): string | undefined {
  if (findByte(ids, tokens, code('}')) !== undefined) return undefined;
  return names.map((name) => `${JSON.stringify(name)}:`).find((key) => matcher.acceptText(key));
}

function wayOut(matcher: Matcher, ids: readonly number[], tokens: TokenTable, random: Random, state: LexicalState): number {
  // A string that must match a pattern has no greedy end: now and then another token than the best is tried.
  if (random.oneIn(4)) return random.pick(ids);
  if (state === 'string') return findByte(ids, tokens, quote) ?? findLastPiece(matcher, ids, tokens) ?? random.pick(ids);
  for (const closer of closers) {
    const found = findByte(ids, tokens, closer);
    if (found !== undefined) return found;
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
  let state: LexicalState = 'between';
  for (let steps = 0; steps < maxSteps; steps++) {
    const mask = maskOf(matcher, tokens);
    const ids = allowedIds(mask, tokens.tokenBytes.length).filter((id) => !stop.has(id));
    const isFree = steps < options.freeSteps;
    if (matcher.isComplete() && (!isFree || ids.length === 0)) return { outcome: 'complete', text: concatenate(chunks), steps };
    if (ids.length === 0) return { outcome: 'dead_end', text: concatenate(chunks), steps };
    const key = isFree || state !== 'between' ? undefined : requiredKey(matcher, ids, tokens, options.requiredNames ?? []);
    if (key !== undefined) {
      chunks.push(new TextEncoder().encode(key));
      continue;
    }
    const id = isFree ? random.pick(ids) : wayOut(matcher, ids, tokens, random, state);
    if (!matcher.acceptToken(id)) return { outcome: 'refused_offer', text: `${concatenate(chunks)}⟨${id}⟩`, steps };
    chunks.push(tokens.tokenBytes[id]!);
    state = lexicalStateAfter(tokens.tokenBytes[id]!, state);
  }
  return { outcome: matcher.isComplete() ? 'complete' : 'no_end', text: concatenate(chunks), steps: maxSteps };
}
