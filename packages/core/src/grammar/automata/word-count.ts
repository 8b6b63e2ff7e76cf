import { MAX_CODE_POINT } from '../../schema/regex/code-point-set.js';
import { type CodePointDfa, DEAD } from './code-point-dfa.js';

const IN_PROGRESS = -1;

/** How many words an automaton accepts; infinite where one of its states can be reached again, as all of them lead to a word. */
export function wordCount(dfa: CodePointDfa): number {
  if (dfa.isEmpty) return 0;
  const counts = new Map<number, number>();
  const countFrom = (state: number): number => {
    const known = counts.get(state);
    if (known === IN_PROGRESS) return Number.POSITIVE_INFINITY;
    if (known !== undefined) return known;
    counts.set(state, IN_PROGRESS);
    let count: number = dfa.accepting[state]!;
    for (let c = 0; c < dfa.classCount && count < Number.POSITIVE_INFINITY; c++) {
      const to = dfa.next[state * dfa.classCount + c]!;
      const size = (dfa.classStart[c + 1] ?? MAX_CODE_POINT + 1) - dfa.classStart[c]!;
      if (to !== DEAD) count += size * countFrom(to);
    }
    counts.set(state, count);
    return count;
  };
  return countFrom(dfa.start);
}
