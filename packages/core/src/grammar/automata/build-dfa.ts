import { type CompileBudget, MAX_AUTOMATON_STATES } from '../budget.js';
import { CodePointDfa, DEAD } from './code-point-dfa.js';

/** An automaton by its rules only; states are found by following them. */
export interface DfaRules<State> {
  readonly classStart: Int32Array;
  readonly start: State;
  /** equal keys are equal states */
  key(state: State): string | number;
  /** Sets `row[c]` to the state after any code point of class `c`; what it leaves alone has none. */
  fillRow(state: State, row: (State | undefined)[]): void;
  accepts(state: State): boolean;
  readonly what: string;
}

/** Follows the rules from the start and keeps the states from which a word can be completed. */
export function buildDfa<State>(rules: DfaRules<State>, budget: CompileBudget): CodePointDfa {
  const classCount = rules.classStart.length;
  const ids = new Map<string | number, number>([[rules.key(rules.start), 0]]);
  const states = [rules.start];
  const row = new Array<State | undefined>(classCount);
  let next = new Int32Array(classCount * 16);
  for (let id = 0; id < states.length; id++) {
    budget.tick(rules.what);
    if (next.length < (id + 1) * classCount) next = grown(next);
    row.fill(undefined);
    rules.fillRow(states[id]!, row);
    for (let c = 0; c < classCount; c++) {
      const target = row[c];
      let targetId: number = DEAD;
      if (c > 0 && target === row[c - 1]) targetId = next[id * classCount + c - 1]!;
      else if (target !== undefined) {
        const key = rules.key(target);
        const known = ids.get(key);
        targetId = known ?? states.length;
        if (known === undefined) {
          budget.atMost(MAX_AUTOMATON_STATES, targetId, `states of ${rules.what}`);
          ids.set(key, targetId);
          states.push(target);
        }
      }
      next[id * classCount + c] = targetId;
    }
  }
  const accepting = Uint8Array.from(states, (state) => (rules.accepts(state) ? 1 : 0));
  return trim(rules.classStart, next.subarray(0, states.length * classCount), accepting);
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}

/** Drops the states that reach no accepting one, and joins classes that no state tells apart any more; overwrites `next`. */
export function trim(classStart: Int32Array, next: Int32Array, accepting: Uint8Array): CodePointDfa {
  const classCount = classStart.length;
  const live = liveStates(classCount, next, accepting);
  const renumbered = new Int32Array(accepting.length).fill(DEAD);
  const kept: number[] = [];
  for (let id = 0; id < accepting.length; id++) if (live[id]) renumbered[id] = kept.push(id) - 1;
  for (let i = 0; i < next.length; i++) if (next[i] !== DEAD && live[next[i]!] === 0) next[i] = DEAD;
  const keptClasses: number[] = [];
  for (let c = 0; c < classCount; c++) if (c === 0 || !sameColumn(next, classCount, kept, c)) keptClasses.push(c);
  const width = keptClasses.length;
  const keptNext = new Int32Array(kept.length * width);
  const keptAccepting = new Uint8Array(kept.length);
  for (const [row, id] of kept.entries()) {
    keptAccepting[row] = accepting[id]!;
    for (let k = 0; k < width; k++) {
      const to = next[id * classCount + keptClasses[k]!]!;
      keptNext[row * width + k] = to === DEAD ? DEAD : renumbered[to]!;
    }
  }
  return new CodePointDfa(
    Int32Array.from(keptClasses, (c) => classStart[c]!),
    keptNext,
    keptAccepting,
    renumbered[0]!,
  );
}

/** No kept state tells class `c` from the one before. */
function sameColumn(next: Int32Array, classCount: number, kept: readonly number[], c: number): boolean {
  for (const id of kept) if (next[id * classCount + c] !== next[id * classCount + c - 1]) return false;
  return true;
}

function liveStates(classCount: number, next: Int32Array, accepting: Uint8Array): Uint8Array {
  const live = Uint8Array.from(accepting);
  // States are numbered in the order they are found, so going backwards settles all but loops; nearly always two rounds do.
  for (let changed = true; changed; ) {
    changed = false;
    for (let id = accepting.length - 1; id >= 0; id--) {
      if (live[id]) continue;
      const end = (id + 1) * classCount;
      for (let i = id * classCount; i < end; i++) {
        if (next[i] !== DEAD && live[next[i]!]) {
          live[id] = 1;
          changed = true;
          break;
        }
      }
    }
  }
  return live;
}
