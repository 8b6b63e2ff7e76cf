import { describe, expect, it } from 'vitest';
import { createRandom, type Random, testEffort, testSeed } from '../../../test/grammar/support/random.js';
import { modelTokens, smallTokens } from '../../../test/grammar/support/vocabularies.js';
import { DEAD } from '../automata/code-point-dfa.js';
import { anyString } from '../automata/dfa-algebra.js';
import { CompileBudget } from '../budget.js';
import { LengthWindow } from '../lexemes/length-window.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import { LexemeGroup } from '../lexemes/lexeme-group.js';
import { StringLexeme } from '../lexemes/string-lexeme.js';
import { TextLexeme, TextTree } from '../lexemes/text-lexeme.js';
import { dfaOfPattern } from '../regex/regex-dfa.js';
import { createVocabulary, trieVocabulary } from '../vocabulary/vocabulary.js';
import { buildLexemeMask, lexemeMasksOf } from './lexeme-mask.js';

const NO_LIMIT = Number.POSITIVE_INFINITY;

const patterns = [
  undefined,
  '^[a-z]+$',
  '^[A-Za-z][A-Za-z0-9_.-]*$',
  '^[A-Z][a-z]*( [A-Z][a-z]*)*$',
  '^\\w+( \\w+)*$',
  '^[0-9a-f]{8}-[0-9a-f]{4}$',
  '^[a-z]{1,7}$',
  '^(?!the )[^\\n]*$',
  'ing',
  '^[^aeiou]*$',
  '^\\p{L}+$',
  '^[à-ÿa-z ]*$',
  '^.{0,5}$',
  '^(ab|abc|abandon)(ed)?$',
  '^[ -~]*$',
];
const bounds: readonly (readonly [number, number])[] = [
  [0, NO_LIMIT],
  [0, 3],
  [2, 9],
  [5, NO_LIMIT],
  [0, 100],
  [4, 4],
];

function stringLexeme(pattern: string | undefined, min: number, max: number, maxTokenBytes: number): StringLexeme | undefined {
  const budget = new CompileBudget(10_000);
  const dfa = pattern === undefined ? anyString() : dfaOfPattern(pattern, budget);
  const lexeme = new StringLexeme(dfa, new LengthWindow(dfa, min, max, maxTokenBytes, budget));
  return lexeme.isEmpty ? undefined : lexeme;
}

/** States on the way through some random text of the lexeme, with whether the opening quote was read. */
function* statesOf(lexeme: Lexeme, random: Random): Generator<readonly [number, boolean]> {
  let state = lexeme.start;
  for (let length = 0; length < 24; length++) {
    yield [state, length > 0];
    const from = state;
    const next = Array.from({ length: 256 }, (_, byte) => lexeme.step(from, byte)).filter((to) => to !== DEAD && !lexeme.isFinal(to));
    if (next.length === 0) return;
    state = random.pick(next);
  }
}

const texts: readonly (readonly string[])[] = [
  ['null'],
  ['12', '1', '123', '1.5', '-1', '2024'],
  ['"a"', '"ab"', '"abc"', '"", "'],
  ['"name"', '"names"', '"na\\"me"', '"nam é"', '"日本"', '"type"'],
];

describe(`masks of strings, by slices of the vocabulary (MAAZA_TEST_SEED=${testSeed})`, () => {
  for (const [name, tokens] of Object.entries({ small: smallTokens(), 'the model’s': modelTokens() })) {
    it(`are those that a look at every token gives, with ${name} tokens`, () => {
      const random = createRandom(testSeed);
      const vocabulary = trieVocabulary(createVocabulary(tokens.tokenBytes, { stopTokenIds: tokens.stopTokenIds }));
      let masks = 0;
      for (const pattern of patterns) {
        for (const [min, max] of bounds) {
          const lexeme = stringLexeme(pattern, min, max, vocabulary.trie.maxDepth);
          if (lexeme === undefined) continue;
          const group = new LexemeGroup([lexeme]);
          for (const [state, inString] of statesOf(lexeme, random)) {
            if (!random.oneIn(Math.max(1, Math.round(12 / testEffort)))) continue;
            const crossBorders = random.oneIn(2);
            const plain = buildLexemeMask(group, group.stateOf(state, inString), vocabulary, crossBorders);
            const sliced = lexemeMasksOf(vocabulary, crossBorders).maskOf(lexeme, state, inString);
            const where = `${pattern} of ${min} to ${max}, state ${state}`;
            expect(Buffer.compare(Buffer.from(sliced.words.buffer), Buffer.from(plain.words.buffer)), where).toBe(0);
            expect([...sliced.exits].sort(), where).toEqual([...plain.exits].sort());
            masks++;
          }
        }
      }
      expect(masks).toBeGreaterThan(50);
    });

    it(`of a few texts are those that a look at every token gives, with ${name} tokens`, () => {
      const vocabulary = trieVocabulary(createVocabulary(tokens.tokenBytes, { stopTokenIds: tokens.stopTokenIds }));
      for (const list of texts) {
        const tree = new TextTree(list);
        for (const [first, last] of [
          [0, list.length - 1],
          [list.length - 1, list.length - 1],
          [Math.min(1, list.length - 1), Math.min(2, list.length - 1)],
        ]) {
          const lexeme = new TextLexeme(tree, first, last);
          const group = new LexemeGroup([lexeme]);
          const states = new Set([lexeme.start]);
          for (const state of states) {
            for (let byte = 0; byte < 256; byte++) if (lexeme.step(state, byte) !== DEAD) states.add(lexeme.step(state, byte));
            if (lexeme.isFinal(state)) continue;
            const inString = state !== lexeme.start && list[0]!.startsWith('"');
            for (const crossBorders of [true, false]) {
              const plain = buildLexemeMask(group, group.stateOf(state, inString), vocabulary, crossBorders);
              const direct = lexemeMasksOf(vocabulary, crossBorders).maskOf(lexeme, state, inString);
              const where = `${list.join()} ${first} to ${last}, state ${state}`;
              expect(Buffer.compare(Buffer.from(direct.words.buffer), Buffer.from(plain.words.buffer)), where).toBe(0);
              expect([...direct.exits].sort(), where).toEqual([...plain.exits].sort());
            }
          }
        }
      }
    });
  }
});
