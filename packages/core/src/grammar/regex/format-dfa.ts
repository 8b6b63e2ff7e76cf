import type { CodePointDfa } from '../automata/code-point-dfa.js';
import { dfaOfText } from '../automata/dfa-text.js';
import { formatAutomata } from './format-automata.js';

const ready = new Map<string, CodePointDfa>();

/**
 * The automaton of a format. It is read from a table: to build one from its pattern costs up to 30 ms in a process that has just begun, which
 * would be most of the time that a schema with a format takes.
 * @param key - of `formatRules`
 */
export function dfaOfFormat(key: string): CodePointDfa {
  let dfa = ready.get(key);
  if (dfa === undefined) {
    dfa = dfaOfText(formatAutomata[key]!);
    ready.set(key, dfa);
  }
  return dfa;
}
