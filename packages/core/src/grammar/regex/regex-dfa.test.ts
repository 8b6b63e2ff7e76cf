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

describe('parts that may be left out many times', () => {
  const sources = [
    ...['^(?:a{0,3}b){0,3}c?$', '^(?:a|ab){0,4}b{1,3}$', '(?:\\ba ?){0,4}$', '^(?:(?:ab?){1,3}c?){0,3}$', '^a{2,5}(?:ab|c){0,3}$'],
    ...[
      '^(?:[ab]{0,2}c){1,3}[bc]{0,4}$',
      '^(?:(?=a)[ab]c?){0,3}b$',
      '^(?:a{0,2}(?:b{0,2}c){0,2}){0,2}$',
      '^(?:a*b){0,3}$',
      '(?:ab{0,3}\\b){2,4}c',
    ],
  ];

  it.each(sources)('%s accepts what JavaScript finds, over all short texts', (source) => {
    const dfa = dfaOfPattern(source, new CompileBudget(60_000));
    const pattern = new RegExp(source, 'u');
    let texts = [''];
    for (let length = 0; length <= 7; length++) {
      for (const text of texts) expect(dfa.matches(text), text).toBe(pattern.test(text));
      texts = texts.flatMap((text) => ['a', 'b', 'c', ' '].map((character) => text + character));
    }
  });
});
