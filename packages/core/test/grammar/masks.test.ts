import { describe, expect, it } from 'vitest';
import type { CompiledGrammar, Matcher, Vocabulary } from '../../src/grammar/types.js';
import { compileOrRefuse, vocabularyOf } from './support/engine.js';
import { type LexicalState, lexicalStateAfter } from './support/lexemes.js';
import { allowedIds, forcedTextByBytes, maskByTryingEveryToken, maskOf, withoutCrossingTokens } from './support/naive-mask.js';
import { probeSchemas } from './support/probe-schemas.js';
import { createRandom, type Random, testEffort, testSeed } from './support/random.js';
import type { SchemaObject } from './support/schema-index.js';
import { byteTokens, smallTokens, type TokenTable } from './support/vocabularies.js';

const small = smallTokens();
const bytes = byteTokens();

/** The same schema bound to single bytes and to the small vocabulary, in both boundary modes. */
interface Bound {
  readonly byBytes: CompiledGrammar;
  readonly any: CompiledGrammar;
  readonly lexeme: CompiledGrammar;
}

function bind(schema: SchemaObject, byteVocabulary: Vocabulary, smallVocabulary: Vocabulary): Bound | undefined {
  const byBytes = compileOrRefuse(schema, byteVocabulary);
  const any = compileOrRefuse(schema, smallVocabulary);
  const lexeme = compileOrRefuse(schema, smallVocabulary, { tokenBoundary: 'lexeme' });
  if ('refusal' in byBytes || 'refusal' in any || 'refusal' in lexeme) return undefined;
  return { byBytes: byBytes.grammar, any: any.grammar, lexeme: lexeme.grammar };
}

interface State {
  readonly byBytes: Matcher;
  readonly any: Matcher;
  readonly lexeme: Matcher;
  readonly written: Uint8Array;
  readonly lexical: LexicalState;
}

/** Takes the same random tokens with all matchers and shows each state on the way. */
function visitStates(bound: Bound, tokens: TokenTable, random: Random, steps: number, visit: (state: State) => void): void {
  const matchers = { byBytes: bound.byBytes.createMatcher(), any: bound.any.createMatcher(), lexeme: bound.lexeme.createMatcher() };
  const stop = new Set(tokens.stopTokenIds);
  let written = new Uint8Array(0);
  for (let step = 0; step <= steps; step++) {
    visit({ ...matchers, written, lexical: lexicalStateAfter(written) });
    const ids = allowedIds(maskOf(matchers.any, tokens), tokens.tokenBytes.length).filter((id) => !stop.has(id));
    if (ids.length === 0) return;
    const id = random.pick(ids);
    const token = tokens.tokenBytes[id]!;
    expect(matchers.any.acceptToken(id), `offered token ${id} after ${new TextDecoder().decode(written)}`).toBe(true);
    expect(matchers.lexeme.acceptToken(id), `token ${id} after ${new TextDecoder().decode(written)}`).toBe(true);
    for (const byte of token) expect(matchers.byBytes.acceptToken(byte)).toBe(true);
    written = Uint8Array.of(...written, ...token);
  }
}

const show = (ids: Iterable<number>) =>
  [...ids].sort((a, b) => a - b).map((id) => `${id}${JSON.stringify(new TextDecoder().decode(small.tokenBytes[id]!))}`);

describe(`masks on a vocabulary of ${small.tokenBytes.length} tokens (MAAZA_TEST_SEED=${testSeed})`, () => {
  const byteVocabulary = vocabularyOf(bytes);
  const smallVocabulary = vocabularyOf(small);

  for (const [name, schema] of Object.entries(probeSchemas)) {
    describe(name, () => {
      const bound = bind(schema, byteVocabulary, smallVocabulary);

      it('is compiled', () => {
        expect(bound).toBeDefined();
      });

      it.skipIf(bound === undefined)('offers exactly the tokens whose bytes may come one after the other', () => {
        const random = createRandom(testSeed);
        for (let walk = 0; walk < 6 * testEffort; walk++) {
          visitStates(bound!, small, random, 25, ({ byBytes, any, lexeme, written, lexical }) => {
            const after = new TextDecoder().decode(written);
            const expected = maskByTryingEveryToken(byBytes, small);
            const masked = allowedIds(maskOf(any, small), small.tokenBytes.length);
            expect(show(masked), `any, after ${after}`).toEqual(show(expected));
            const narrowed = allowedIds(maskOf(lexeme, small), small.tokenBytes.length);
            expect(show(narrowed), `lexeme, after ${after}`).toEqual(show(withoutCrossingTokens(expected, small, lexical)));
          });
        }
      });

      it.skipIf(bound === undefined)('accepts a token where the mask offers it and nowhere else', () => {
        const random = createRandom(testSeed + 1);
        for (let walk = 0; walk < 3 * testEffort; walk++) {
          visitStates(bound!, small, random, 20, ({ any }) => {
            const offered = new Set(allowedIds(maskOf(any, small), small.tokenBytes.length));
            for (let id = 0; id < small.tokenBytes.length; id++) {
              const accepted = any.acceptToken(id);
              expect(accepted, `token ${id}`).toBe(offered.has(id));
              if (accepted) any.rollback(1);
            }
          });
        }
      });

      it.skipIf(bound === undefined)('forces exactly the text to which single bytes leave no alternative', () => {
        const random = createRandom(testSeed + 2);
        for (let walk = 0; walk < 6 * testEffort; walk++) {
          visitStates(bound!, small, random, 25, ({ byBytes, any, lexeme, written }) => {
            const expected = forcedTextByBytes(byBytes);
            // Inside a character the text so far is no text; the engine may force nothing there.
            if (new TextDecoder().decode(written).endsWith('\ufffd')) return;
            expect(any.forcedText(), `after ${new TextDecoder().decode(written)}`).toBe(expected);
            expect(lexeme.forcedText()).toBe(expected);
            if (expected !== '') {
              expect(any.acceptText(expected)).toBe(true);
              any.rollback(1);
            }
          });
        }
      });

      it.skipIf(bound === undefined)('rolls back to the state of a fresh matcher', () => {
        const random = createRandom(testSeed + 3);
        for (let walk = 0; walk < 6 * testEffort; walk++) checkRollback(bound!.any, small, random);
      });
    });
  }
});

describe('matchers of one grammar', () => {
  it('do not disturb each other', () => {
    const random = createRandom(testSeed + 4);
    const vocabulary = vocabularyOf(small);
    for (const schema of Object.values(probeSchemas)) {
      const compiled = compileOrRefuse(schema, vocabulary);
      if ('refusal' in compiled) continue;
      const matchers = [compiled.grammar.createMatcher(), compiled.grammar.createMatcher(), compiled.grammar.createMatcher()];
      const written: number[][] = [[], [], []];
      for (let step = 0; step < 40; step++) {
        const at = random.below(3);
        const ids = allowedIds(maskOf(matchers[at]!, small), small.tokenBytes.length).filter((id) => !small.stopTokenIds.includes(id));
        if (ids.length === 0) continue;
        const id = random.pick(ids);
        expect(matchers[at]!.acceptToken(id)).toBe(true);
        written[at]!.push(id);
      }
      matchers.forEach((matcher, at) => {
        const alone = compiled.grammar.createMatcher();
        for (const id of written[at]!) alone.acceptToken(id);
        expect(maskOf(matcher, small)).toEqual(maskOf(alone, small));
        expect(matcher.isComplete()).toBe(alone.isComplete());
      });
    }
  });
});

/** Walks on and back at random; after each return the matcher must be as one that never went further. */
function checkRollback(grammar: CompiledGrammar, tokens: TokenTable, random: Random): void {
  const matcher = grammar.createMatcher();
  const taken: number[] = [];
  const stop = new Set(tokens.stopTokenIds);
  for (let step = 0; step < 40; step++) {
    if (taken.length > 0 && random.oneIn(3)) {
      const back = 1 + random.below(taken.length);
      matcher.rollback(back);
      taken.length -= back;
      const fresh = grammar.createMatcher();
      for (const id of taken) expect(fresh.acceptToken(id)).toBe(true);
      expect(maskOf(matcher, tokens)).toEqual(maskOf(fresh, tokens));
      expect(matcher.isComplete()).toBe(fresh.isComplete());
      expect(matcher.forcedText()).toBe(fresh.forcedText());
    }
    const ids = allowedIds(maskOf(matcher, tokens), tokens.tokenBytes.length).filter((id) => !stop.has(id));
    if (ids.length === 0) continue;
    const id = random.pick(ids);
    expect(matcher.acceptToken(id)).toBe(true);
    taken.push(id);
  }
}
