import { type CodePointDfa, DEAD } from './code-point-dfa.js';

/** By state: the code points of the shortest word that leads from it to an end. Each state has one, as the automaton is trimmed. */
export function shortestWords({ stateCount, classCount, next, accepting }: CodePointDfa): Int32Array {
  // The states before each state, as one list: `before[first[q]…first[q + 1] - 1]`.
  const first = new Int32Array(stateCount + 1);
  const isEdge = (i: number): boolean => next[i] !== DEAD && (i % classCount === 0 || next[i] !== next[i - 1]);
  for (let i = 0; i < next.length; i++) if (isEdge(i)) first[next[i]! + 1]!++;
  for (let q = 0; q < stateCount; q++) first[q + 1]! += first[q]!;
  const before = new Int32Array(first[stateCount]!);
  const filled = first.slice();
  for (let i = 0; i < next.length; i++) if (isEdge(i)) before[filled[next[i]!]!++] = Math.floor(i / classCount);
  const length = new Int32Array(stateCount).fill(-1);
  const reached: number[] = [];
  for (let q = 0; q < stateCount; q++) {
    if (accepting[q] === 0) continue;
    length[q] = 0;
    reached.push(q);
  }
  for (const q of reached) {
    for (let i = first[q]!; i < first[q + 1]!; i++) {
      const from = before[i]!;
      if (length[from]! >= 0) continue;
      length[from] = length[q]! + 1;
      reached.push(from);
    }
  }
  return length;
}
