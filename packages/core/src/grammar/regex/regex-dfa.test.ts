import { describe, expect, it } from 'vitest';
import { createRandom, type Random, testEffort, testSeed } from '../../../test/grammar/support/random.js';
import { SchemaError } from '../../errors/index.js';
import { formatRule } from '../../schema/formats.js';
import { type CodePointDfa, DEAD } from '../automata/code-point-dfa.js';
import { CompileBudget } from '../budget.js';
import { dfaOfPattern } from './regex-dfa.js';

const automaton = (pattern: string): CodePointDfa => dfaOfPattern(pattern, new CompileBudget(10_000));

/** `undefined` where the automaton would be too large. */
function automatonOrRefusal(pattern: string): CodePointDfa | undefined {
  try {
    return automaton(pattern);
  } catch (error) {
    if (SchemaError.isInstance(error) && error.code === 'schema_too_complex') return undefined;
    throw error;
  }
}

function randomAtom(random: Random, depth: number): string {
  const plain = ['a', 'b', 'c', '[ab]', '[^a]', '.', '\\w', '[^\\W_]'];
  if (depth === 0 || random.oneIn(2)) return random.pick(plain);
  switch (random.below(6)) {
    case 0:
      return `(?:${randomChoice(random, depth - 1)})`;
    case 1:
      return `(${randomChoice(random, depth - 1)})*`;
    case 2:
      return `${random.pick(plain)}{${random.below(3)},${2 + random.below(5)}}`;
    case 3:
      return `${random.pick(plain)}+?`;
    case 4:
      return random.pick(['\\b', '\\B', '^', '$']);
    default:
      return `${random.pick(plain)}?`;
  }
}

function randomChoice(random: Random, depth: number): string {
  const sequence = () => Array.from({ length: random.below(5) }, () => randomAtom(random, depth)).join('');
  return Array.from({ length: 1 + random.below(3) }, sequence).join('|');
}

/** A random word: mostly shortish, never longer than the limit. */
function randomWord(dfa: CodePointDfa, random: Random, limit: number): string | undefined {
  let state = dfa.start;
  let word = '';
  for (let length = 0; length < limit; length++) {
    if (dfa.accepting[state] === 1 && random.oneIn(8)) return word;
    const classes = Array.from({ length: dfa.classCount }, (_, c) => c).filter((c) => dfa.next[state * dfa.classCount + c] !== DEAD);
    if (classes.length === 0) break;
    const c = random.pick(classes);
    word += String.fromCodePoint(dfa.classStart[c]!);
    state = dfa.next[state * dfa.classCount + c]!;
  }
  return dfa.accepting[state] === 1 ? word : undefined;
}

describe(`automata of patterns (MAAZA_TEST_SEED=${testSeed})`, () => {
  it('accept what the regular expressions of JavaScript find', () => {
    const random = createRandom(testSeed);
    let built = 0;
    for (let i = 0; i < 1000 * testEffort; i++) {
      const pattern = `${random.oneIn(2) ? '^' : ''}(?:${randomChoice(random, 2)})${random.oneIn(2) ? '$' : ''}`;
      const expression = new RegExp(pattern, 'u');
      const dfa = automatonOrRefusal(pattern);
      if (dfa === undefined) continue;
      built++;
      for (let k = 0; k < 25; k++) {
        const text = Array.from({ length: random.below(8) }, () => random.pick(['a', 'b', 'c', ' ', '_'])).join('');
        expect(dfa.matches(text), `${pattern} on ${JSON.stringify(text)}`).toBe(expression.test(text));
      }
    }
    expect(built).toBeGreaterThan(950 * testEffort);
  });

  it('are those that JavaScript means in large patterns too', () => {
    const pattern = formatRule('regex', 'rfc3339')!.pattern;
    const dfa = automaton(pattern);
    const random = createRandom(testSeed);
    let words = 0;
    for (let i = 0; i < 4000 * testEffort; i++) {
      const word = randomWord(dfa, random, 30);
      if (word === undefined) continue;
      words++;
      expect(() => new RegExp(word, 'u'), word).not.toThrow();
    }
    expect(words).toBeGreaterThan(500);
    // A subset of states was once mistaken for the one at the start of the text.
    expect(dfa.matches('|[ \\u00')).toBe(false);
  });

  it('of a pattern without anchors know no difference once a match was read', () => {
    const dfa = automaton('pull|push|\\$\\w{1,255}');
    expect(dfa.matches('x pull y')).toBe(true);
    expect(dfa.stateCount).toBeLessThan(20);
  });
});
