import { describe, expect, it } from 'vitest';
import { JsonCursor } from '../json/json-cursor.js';
import { TokenTrie } from '../tokenizer/token-trie.js';
import { Sampler } from './sampler.js';
import { cutIntoSegments } from './segments.js';
import { SourceText } from './source-text.js';
import { assertMaskFits, hasToken, isEmptyMask, maskWords, nextToken } from './token-mask.js';
import { VerbatimIndex } from './verbatim-index.js';
import { VerbatimWalk } from './verbatim-walk.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const allOf = (mask: Uint32Array) => {
  const tokens: number[] = [];
  for (let token = nextToken(mask, 0); token >= 0; token = nextToken(mask, token + 1)) tokens.push(token);
  return tokens;
};

describe('SourceText', () => {
  it('escapes as JSON does, and leads each byte back to its character', () => {
    const text = 'a"\\\n\u0001é😀\ud800z';
    const source = new SourceText(text);
    expect(new TextDecoder().decode(source.bytes)).toBe(JSON.stringify(text.toWellFormed()).slice(1, -1));
    expect(source.unitOf.at(-1)).toBe(text.length);
    const borders = [...source.bytes.keys()].filter((byte) => source.isBorder(byte)).map((byte) => source.unitOf[byte]);
    expect(borders).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9]);
  });
});

describe('token masks', () => {
  it('finds each token once, in every bit of a word', () => {
    const mask = new Uint32Array(maskWords(100));
    const wanted = [0, 31, 32, 63, 64, 95, 99];
    for (const token of wanted) mask[token >> 5]! |= 1 << (token & 31);
    expect(allOf(mask)).toEqual(wanted);
    expect(hasToken(mask, 31)).toBe(true);
    expect(isEmptyMask(new Uint32Array(4))).toBe(true);
  });

  it('refuses a mask of another vocabulary', () => {
    expect(() => assertMaskFits(3, 100)).toThrowError(expect.objectContaining({ code: 'token_mask_size_mismatch' }));
  });
});

describe('Sampler', () => {
  const logits = Float32Array.from([1, 5, 3, 5, -2]);
  const mask = Uint32Array.of(0b11101);

  it('takes the best allowed token, and the lowest of equals', () => {
    const greedy = new Sampler({ temperature: 0, seed: 0 });
    expect(greedy.choose(logits, 0, mask).token).toBe(3);
    expect(greedy.choose(logits, 0, Uint32Array.of(0b11111)).token).toBe(1);
  });

  it('gives probabilities that are renormalised over the allowed tokens', () => {
    const { logProbability } = new Sampler({ temperature: 0, seed: 0 }).choose(logits, 0, mask);
    const sum = [1, 3, 5, -2].reduce((total, logit) => total + Math.exp(logit), 0);
    expect(logProbability).toBeCloseTo(5 - Math.log(sum), 6);
    expect(new Sampler({ temperature: 0, seed: 0 }).choose(logits, 0, Uint32Array.of(0b100)).logProbability).toBe(0);
  });

  it('draws by temperature about as often as the probabilities say', () => {
    const sampler = new Sampler({ temperature: 1, seed: 42 });
    const counts = new Map<number, number>();
    for (let i = 0; i < 4000; i++) {
      const { token } = sampler.choose(logits, 0, mask);
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    const total = [1, 3, 5, -2].reduce((sum, logit) => sum + Math.exp(logit), 0);
    expect((counts.get(3) ?? 0) / 4000).toBeCloseTo(Math.exp(5) / total, 1);
    expect(counts.has(1)).toBe(false);
  });

  it('has no choice without an allowed token', () => {
    expect(() => new Sampler({ temperature: 0, seed: 0 }).choose(logits, 0, Uint32Array.of(0))).toThrowError(/no token/);
  });
});

describe('cutIntoSegments', () => {
  const cut = (before: string, text: string) => {
    const cursor = new JsonCursor();
    cursor.feed(bytes(before));
    return cutIntoSegments(text, cursor).map((segment) => `${segment.kind}:${segment.text}`);
  };

  it('keeps braces, keys and opening quotes together, and contents, closing quotes and scalars apart', () => {
    expect(cut('', '{"a":{"b":"FIRST","c":null},"d":12}')).toEqual([
      'structure:{"a":{"b":"',
      'content:FIRST',
      'close:"',
      'structure:,"c":',
      'scalar:null',
      'structure:},"d":',
      'scalar:12',
      'structure:}',
    ]);
  });

  it('goes on inside a string that was begun', () => {
    expect(cut('{"a":"x', 'y\\"z","b":"')).toEqual(['content:y\\"z', 'close:"', 'structure:,"b":"']);
  });
});

describe('VerbatimWalk', () => {
  const tokens = ['"', 'a', 'b', 'ab', 'ba', '\\', 'n', '\\n', 'x'].map(bytes);
  const trie = new TokenTrie(tokens);
  const walkOver = (text: string) => new VerbatimWalk(new VerbatimIndex(new SourceText(text), trie, 1), tokens, 0);
  const allowed = (walk: VerbatimWalk) => {
    const mask = Uint32Array.of(0x1ff);
    walk.narrow(mask);
    return allOf(mask).map((token) => new TextDecoder().decode(tokens[token]));
  };

  it('offers what some stretch goes on with, and a quote once something stands there', () => {
    const walk = walkOver('abb');
    walk.begin();
    expect(allowed(walk)).toEqual(['a', 'b', 'ab']);
    walk.accept(3);
    expect(allowed(walk)).toEqual(['"', 'b']);
    walk.accept(2);
    expect(allowed(walk)).toEqual(['"']);
    expect(walk.liveStarts).toEqual([0]);
  });

  it('follows several places at once', () => {
    const walk = walkOver('abxab');
    walk.begin();
    walk.accept(1);
    walk.accept(2);
    expect(walk.liveStarts).toEqual([0, 3]);
    expect(allowed(walk)).toEqual(['"', 'x']);
  });

  it('never closes or begins inside an escape', () => {
    const walk = walkOver('a\nb');
    walk.begin();
    expect(allowed(walk)).toEqual(['a', 'b', '\\', '\\n']);
    walk.accept(5);
    expect(allowed(walk)).toEqual(['n']);
  });

  it('keeps to the stretches that are viable', () => {
    const walk = walkOver('abab');
    walk.begin(new Map([[2, 3]]));
    expect(allowed(walk)).toEqual(['a']);
    walk.accept(1);
    expect(allowed(walk)).toEqual(['"']);
  });

  it('offers the closing quote where the text holds nothing at all', () => {
    const walk = walkOver('');
    walk.begin();
    expect(allowed(walk)).toEqual(['"']);
  });
});
