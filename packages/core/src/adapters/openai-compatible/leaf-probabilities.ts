import { escapePointerSegment } from '../../json/json-pointer.js';
import type { TokenLogprob } from './client.js';

const SPACE = /[\s,:]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

interface LeafRange {
  readonly pointer: string;
  readonly start: number;
  readonly end: number;
}

/** Where the values of a JSON text stand in it. It must be valid JSON. */
function leafRanges(json: string): LeafRange[] {
  const ranges: LeafRange[] = [];
  let at = 0;
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(json) ?? [''];
    at += found.length;
    return found;
  };
  const isClosing = () => json[at] === '}' || json[at] === ']';
  const value = (pointer: string): void => {
    match(SPACE);
    const opening = json[at];
    if (opening === '{' || opening === '[') {
      at++;
      match(SPACE);
      for (let index = 0; !isClosing(); index++) {
        const key = opening === '[' ? String(index) : (JSON.parse(match(STRING)) as string);
        value(`${pointer}/${escapePointerSegment(key)}`);
        match(SPACE);
      }
      at++;
      return;
    }
    const start = at;
    match(opening === '"' ? STRING : SCALAR);
    ranges.push({ pointer, start, end: at });
  };
  value('');
  return ranges;
}

/**
 * The probability of each value: the product over the tokens that write it.
 * @param offset - where `json` begins in the text of the tokens
 * @returns JSON pointer → 0 … 1; empty where the tokens do not spell the text, as some servers' do not
 */
export function leafProbabilities(
  json: string,
  offset: number,
  content: string,
  tokens: readonly TokenLogprob[],
): ReadonlyMap<string, number> {
  if (tokens.map(({ token }) => token).join('') !== content) return new Map();
  const sums = new Map<string, number>();
  const ranges = leafRanges(json);
  let first = 0;
  let start = -offset;
  for (const { token, logprob } of tokens) {
    const end = start + token.length;
    while (first < ranges.length && ranges[first]!.end <= start) first++;
    for (let at = first; at < ranges.length && ranges[at]!.start < end; at++) {
      const { pointer } = ranges[at]!;
      sums.set(pointer, (sums.get(pointer) ?? 0) + logprob);
    }
    start = end;
  }
  return new Map([...sums].map(([pointer, sum]) => [pointer, Math.min(1, Math.exp(sum))]));
}
