import { CodePointDfa, DEAD } from './code-point-dfa.js';

/**
 * The same language with the fewest states: states are told apart by where they lead until nothing changes.
 * @see Moore, "Gedanken-experiments on Sequential Machines", 1956
 */
export function minimise(dfa: CodePointDfa): CodePointDfa {
  const { stateCount, classCount, accepting, next } = dfa;
  let groupOf: ArrayLike<number> = accepting;
  let groups: number[] = [];
  for (;;) {
    const ids = new Map<string, number>();
    const finer = new Int32Array(stateCount);
    const first: number[] = [];
    for (let state = 0; state < stateCount; state++) {
      let key = `${groupOf[state]!}`;
      for (let c = 0; c < classCount; c++) {
        const to = next[state * classCount + c]!;
        key += to === DEAD ? ',' : `,${groupOf[to]!}`;
      }
      let id = ids.get(key);
      if (id === undefined) {
        id = first.push(state) - 1;
        ids.set(key, id);
      }
      finer[state] = id;
    }
    groupOf = finer;
    if (first.length === groups.length) break;
    groups = first;
  }
  const merged = new Int32Array(groups.length * classCount);
  for (const [group, state] of groups.entries()) {
    for (let c = 0; c < classCount; c++) {
      const to = next[state * classCount + c]!;
      merged[group * classCount + c] = to === DEAD ? DEAD : groupOf[to]!;
    }
  }
  const mergedAccepting = Uint8Array.from(groups, (state) => accepting[state]!);
  return new CodePointDfa(dfa.classStart, merged, mergedAccepting, dfa.isEmpty ? DEAD : groupOf[dfa.start]!);
}
