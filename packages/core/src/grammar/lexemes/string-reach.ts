import { type CodePointDfa, DEAD } from '../automata/code-point-dfa.js';
import { KIND_RANGES } from '../vocabulary/token-slices.js';
import type { LengthWindow } from './length-window.js';

/** How far a string can go on in characters of some kinds. */
export interface Reach {
  /** whichever characters they are: so many can follow */
  readonly length: number;
  /** and never more */
  readonly isExact: boolean;
}

export const NO_REACH: Reach = { length: 0, isExact: false };

/** The first character that is asked about has another kind than all others. */
export interface ReachQuestion {
  readonly firstKind: number;
  readonly otherKinds: number;
  /** more characters than this are not asked about */
  readonly limit: number;
}

/** So many steps are tried for one answer. */
const MAX_STEPS = 512;

/** The character classes of an automaton by kind of character. */
export class KindClasses {
  private readonly ofKinds = new Map<number, readonly number[]>();

  constructor(readonly dfa: CodePointDfa) {}

  /** All classes with a character of one of the kinds. */
  of(kinds: number): readonly number[] {
    let classes = this.ofKinds.get(kinds);
    if (classes === undefined) {
      const found = new Set<number>();
      for (const [kind, ranges] of KIND_RANGES) {
        if ((kinds & kind) === 0) continue;
        for (const [first, last] of ranges) for (let c = this.dfa.classOf(first); c <= this.dfa.classOf(last); c++) found.add(c);
      }
      classes = [...found];
      this.ofKinds.set(kinds, classes);
    }
    return classes;
  }
}

const ofDfa = new WeakMap<CodePointDfa, KindClasses>();

export function kindClassesOf(dfa: CodePointDfa): KindClasses {
  let classes = ofDfa.get(dfa);
  if (classes === undefined) {
    classes = new KindClasses(dfa);
    ofDfa.set(dfa, classes);
  }
  return classes;
}

/** Follows all characters of the kinds at once, from a state of the automaton after `length` code points. */
export function reachOf(kinds: KindClasses, window: LengthWindow, state: number, length: number, question: ReachQuestion): Reach {
  const { dfa } = kinds;
  let states: readonly number[] = [state];
  let steps = 0;
  for (let n = 1; n <= question.limit; n++) {
    const classes = kinds.of(n === 1 ? question.firstKind : question.otherKinds);
    steps += states.length * classes.length;
    if (steps > MAX_STEPS) return { length: n - 1, isExact: false };
    const next: number[] = [];
    let isCut = false;
    for (const from of states) {
      for (const c of classes) {
        const to = dfa.next[from * dfa.classCount + c]!;
        if (to === DEAD || !window.isLive(to, length + n)) isCut = true;
        else if (!next.includes(to)) next.push(to);
      }
    }
    if (isCut) return { length: n - 1, isExact: next.length === 0 };
    // Where no length is bounded, the same states lead to the same states for ever.
    if (n > 1 && window.isUnbounded && next.every((to) => states.includes(to))) return { length: question.limit, isExact: false };
    states = next;
  }
  return { length: question.limit, isExact: false };
}
