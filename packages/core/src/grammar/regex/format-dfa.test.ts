import { describe, expect, it } from 'vitest';
import { formatRules } from '../../schema/formats.js';
import { dfaOfText, textOfDfa } from '../automata/dfa-text.js';
import { minimise } from '../automata/minimise.js';
import { CompileBudget } from '../budget.js';
import { formatAutomata } from './format-automata.js';
import { dfaOfPattern } from './regex-dfa.js';

describe('the automata of formats', () => {
  it('are those of all formats and no others', () => {
    expect(Object.keys(formatAutomata)).toEqual([...formatRules.keys()]);
  });

  it.each([...formatRules])(
    '%s: the one in the table is the one of the pattern (npx tsx scripts/format-automata.ts)',
    (key, { pattern }) => {
      expect(formatAutomata[key]).toBe(textOfDfa(minimise(dfaOfPattern(pattern, new CompileBudget(60_000)))));
    },
  );
});

describe('an automaton as text', () => {
  it.each(['^a*$', '^(?:ab|cd)+$', '^[^a-f]{2,5}$', 'x', '^$', '^\\u{1F600}|[\\u{80}-\\u{FFFF}]z$'])(
    '%s is read back as it was',
    (source) => {
      const dfa = dfaOfPattern(source, new CompileBudget(60_000));
      expect(dfaOfText(textOfDfa(dfa))).toEqual(dfa);
    },
  );
});

describe('minimise', () => {
  it('keeps the language, with no state too many', () => {
    const dfa = dfaOfPattern('^(?:ab|cb|eb)(?:x|y)*$', new CompileBudget(60_000));
    const least = minimise(dfa);
    expect(least.stateCount).toBe(3);
    for (const text of ['ab', 'cbxy', 'ebyyyx', 'a', 'xab', 'abz', 'bb', '']) expect(least.matches(text)).toBe(dfa.matches(text));
  });
});
