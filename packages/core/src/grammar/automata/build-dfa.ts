import { type CompileBudget, MAX_AUTOMATON_STATES } from '../budget.js';
import { CodePointDfa, DEAD } from './code-point-dfa.js';

/** An automaton by its rules only; states are found by following them. */
export interface DfaRules<State> {
  readonly classStart: Int32Array;
  readonly start: State;
  /** equal keys are equal states */
  key(state: State): string | number;
  /** the state after any code point of the class, or `undefined` for none */
  step(state: State, classIndex: number): State | undefined;
  accepts(state: State): boolean;
  readonly what: string;
}

/** Follows the rules from the start and keeps the states from which a word can be completed. */
export function buildDfa<State>(rules: DfaRules<State>, budget: CompileBudget): CodePointDfa {
  const classCount = rules.classStart.length;
  const ids = new Map<string | number, number>([[rules.key(rules.start), 0]]);
  const states = [rules.start];
  const next: number[] = [];
  for (let id = 0; id < states.length; id++) {
    for (let c = 0; c < classCount; c++) {
      budget.tick(rules.what);
      const target = rules.step(states[id]!, c);
      if (target === undefined) {
        next.push(DEAD);
        continue;
      }
      const key = rules.key(target);
      let targetId = ids.get(key);
      if (targetId === undefined) {
        targetId = states.length;
        budget.atMost(MAX_AUTOMATON_STATES, targetId, `states of ${rules.what}`);
        ids.set(key, targetId);
        states.push(target);
      }
      next.push(targetId);
    }
  }
  const accepting = Uint8Array.from(states, (state) => (rules.accepts(state) ? 1 : 0));
  return trim(rules.classStart, Int32Array.from(next), accepting);
}

/** Drops the states that reach no accepting one, and joins classes that no state tells apart any more. */
function trim(classStart: Int32Array, next: Int32Array, accepting: Uint8Array): CodePointDfa {
  const classCount = classStart.length;
  const live = liveStates(classCount, next, accepting);
  const renumbered = new Int32Array(accepting.length).fill(DEAD);
  let count = 0;
  for (let id = 0; id < accepting.length; id++) if (live[id]) renumbered[id] = count++;
  const keptClasses: number[] = [];
  for (let c = 0; c < classCount; c++) if (c === 0 || !sameColumn(c - 1, c)) keptClasses.push(c);
  const keptNext = new Int32Array(count * keptClasses.length);
  const keptAccepting = new Uint8Array(count);
  for (let id = 0; id < accepting.length; id++) {
    if (!live[id]) continue;
    const row = renumbered[id]! * keptClasses.length;
    keptAccepting[renumbered[id]!] = accepting[id]!;
    for (let k = 0; k < keptClasses.length; k++) keptNext[row + k] = target(id, keptClasses[k]!);
  }
  return new CodePointDfa(
    Int32Array.from(keptClasses, (c) => classStart[c]!),
    keptNext,
    keptAccepting,
    renumbered[0]!,
  );

  function target(id: number, c: number): number {
    const to = next[id * classCount + c]!;
    return to === DEAD ? DEAD : renumbered[to]!;
  }

  function sameColumn(a: number, b: number): boolean {
    for (let id = 0; id < accepting.length; id++) if (live[id] && target(id, a) !== target(id, b)) return false;
    return true;
  }
}

function liveStates(classCount: number, next: Int32Array, accepting: Uint8Array): Uint8Array {
  const count = accepting.length;
  const sources: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < next.length; i++) {
    if (next[i] !== DEAD) sources[next[i]!]!.push((i / classCount) | 0);
  }
  const live = Uint8Array.from(accepting);
  const pending: number[] = [];
  for (let id = 0; id < count; id++) if (live[id]) pending.push(id);
  while (pending.length > 0) {
    for (const source of sources[pending.pop()!]!) {
      if (live[source]) continue;
      live[source] = 1;
      pending.push(source);
    }
  }
  return live;
}
