import { WORD_CHARACTERS } from '../../schema/regex/character-classes.js';
import { type CodePointSet, hasCodePoint } from '../../schema/regex/code-point-set.js';
import { buildDfa } from '../automata/build-dfa.js';
import { type CodePointDfa, mergeClassStarts } from '../automata/code-point-dfa.js';
import type { CompileBudget } from '../budget.js';
import { Condition, type EdgePlace, holds, type Nfa, NO_CHAIN, NO_STATE } from './nfa.js';

/** States that are reached together, and what stands before. Equal ones are one object. */
interface Subset {
  readonly id: number;
  /** ascending; only those that consume, accept, or have an edge with a condition */
  readonly states: readonly number[];
  readonly atStart: boolean;
  readonly afterWord: boolean;
}

/** Subset construction from `start`; without `atTextStart` the text began before. */
export function determinise(nfa: Nfa, start: number, atTextStart: boolean, what: string, budget: CompileBudget): CodePointDfa {
  return new SubsetConstruction(nfa).run(start, atTextStart, what, budget);
}

class SubsetConstruction {
  private readonly classStart: Int32Array;
  /** by class: which kind it is; classes of one kind lie in the same sets, so they lead to the same states */
  private readonly kindOf: Int32Array;
  private readonly isWordKind: boolean[] = [];
  /** by state: the kinds of its set */
  private readonly kindsOf: readonly (readonly number[] | undefined)[];
  /** by kind: targets of the states of one subset */
  private readonly targets: number[][];
  private readonly byKind: (Subset | undefined)[];
  /** by state: what its edges without condition lead to */
  private readonly free: (readonly number[] | undefined)[] = [];
  /** by state: the last gathering it was part of */
  private readonly mark: Int32Array;
  /** by chain: the last gathering that held one of its states */
  private readonly chainMark: Int32Array;
  private gathering = 0;
  private readonly subsets = new Map<string, Subset>();

  constructor(private readonly nfa: Nfa) {
    const sets = [...new Set(nfa.sets)].filter((set) => set !== undefined);
    this.classStart = classStarts(sets, nfa.hasWordEdges);
    const classesOf = new Map(sets.map((set) => [set, classesIn(set, this.classStart)] as const));
    this.kindOf = this.kinds([...classesOf.values()]);
    const kindsOfSet = new Map([...classesOf].map(([set, classes]) => [set, [...new Set(classes.map((c) => this.kindOf[c]!))]] as const));
    this.kindsOf = nfa.sets.map((set) => (set === undefined ? undefined : kindsOfSet.get(set)));
    this.targets = this.isWordKind.map(() => []);
    this.byKind = this.isWordKind.map(() => undefined);
    this.mark = new Int32Array(nfa.sets.length);
    this.chainMark = new Int32Array(nfa.chains.reduce((count, chain) => Math.max(count, chain + 1), 0));
  }

  run(start: number, atTextStart: boolean, what: string, budget: CompileBudget): CodePointDfa {
    return buildDfa<Subset>(
      {
        classStart: this.classStart,
        start: this.subset([start], atTextStart, false)!,
        key: (subset) => subset.id,
        fillRow: (subset, row) => this.fillRow(subset, row),
        accepts: (subset) => this.accepts(subset),
        what,
      },
      budget,
    );
  }

  /** Numbers the classes by the sets they lie in, and by whether they are word characters where that matters. */
  private kinds(setClasses: readonly (readonly number[])[]): Int32Array {
    const signatures: string[] = Array.from(this.classStart, () => '');
    for (const [index, classes] of setClasses.entries()) for (const c of classes) signatures[c] += `${index},`;
    const ids = new Map<string, number>();
    return Int32Array.from(signatures, (signature, c) => {
      const isWord = this.nfa.hasWordEdges && hasCodePoint(WORD_CHARACTERS, this.classStart[c]!);
      const key = `${signature}${isWord}`;
      let id = ids.get(key);
      if (id === undefined) {
        id = this.isWordKind.push(isWord) - 1;
        ids.set(key, id);
      }
      return id;
    });
  }

  private fillRow(subset: Subset, row: (Subset | undefined)[]): void {
    if (this.isUniversal(subset)) {
      row.fill(subset);
      return;
    }
    const { nfa, targets, isWordKind, kindOf, kindsOf, byKind } = this;
    for (const list of targets) list.length = 0;
    for (const nextIsWord of nfa.hasWordEdges ? [false, true] : [false]) {
      const place = { atStart: subset.atStart, atEnd: false, isBoundary: subset.afterWord !== nextIsWord };
      for (const state of this.closure(subset.states, place)) {
        const kinds = kindsOf[state];
        if (kinds === undefined) continue;
        for (const kind of kinds) if (isWordKind[kind] === nextIsWord) targets[kind]!.push(nfa.targets[state]!);
      }
    }
    for (let kind = 0; kind < targets.length; kind++) {
      // Most kinds lead to the same states as another one, which is told sooner than a subset is gathered.
      const same = this.kindWithSameTargets(kind);
      byKind[kind] = same === undefined ? this.subset(targets[kind]!, false, isWordKind[kind]!) : byKind[same];
    }
    for (let c = 0; c < row.length; c++) row[c] = byKind[kindOf[c]!];
  }

  private kindWithSameTargets(kind: number): number | undefined {
    const { targets, isWordKind } = this;
    for (let other = kind - 1; other >= 0; other--) {
      if (isWordKind[other] === isWordKind[kind] && sameNumbers(targets[other]!, targets[kind]!)) return other;
    }
    return undefined;
  }

  private accepts(subset: Subset): boolean {
    if (this.isUniversal(subset)) return true;
    return this.closure(subset.states, { atStart: subset.atStart, atEnd: true, isBoundary: subset.afterWord }).includes(this.nfa.accept);
  }

  private isUniversal(subset: Subset): boolean {
    return subset.states.length === 1 && this.nfa.universal.has(subset.states[0]!);
  }

  /** `undefined` where there is no state at all. */
  private subset(from: readonly number[], atStart: boolean, afterWord: boolean): Subset | undefined {
    const { mark } = this;
    const gathering = ++this.gathering;
    let states: number[] = [];
    let isSorted = true;
    for (const state of from) {
      for (const next of this.freeFrom(state)) {
        if (mark[next] === gathering) continue;
        mark[next] = gathering;
        // With a state that accepts everything, the others add nothing.
        if (this.nfa.universal.has(next)) return this.interned([next], false, false);
        isSorted &&= states.length === 0 || states[states.length - 1]! < next;
        states.push(next);
      }
    }
    if (states.length === 0) return undefined;
    if (!isSorted) states = [...Int32Array.from(states).sort()];
    return this.interned(this.withoutDominated(states, gathering), atStart, afterWord);
  }

  /** Of each chain only the state with the most copies left: it accepts all that the others do. */
  private withoutDominated(states: number[], gathering: number): number[] {
    const { chains } = this.nfa;
    const { chainMark } = this;
    let kept = states.length;
    for (let i = states.length - 1; i >= 0; i--) {
      const state = states[i]!;
      const chain = chains[state]!;
      if (chain !== NO_CHAIN) {
        if (chainMark[chain] === gathering) continue;
        chainMark[chain] = gathering;
      }
      states[--kept] = state;
    }
    return kept === 0 ? states : states.slice(kept);
  }

  private interned(states: readonly number[], atStart: boolean, afterWord: boolean): Subset {
    // The first character tells what stands before, so no state can be mistaken for it.
    let key = atStart ? '^' : afterWord ? 'w' : '-';
    for (const state of states)
      key += state < 0x8000 ? String.fromCharCode(state) : String.fromCharCode(0x8000 | (state & 0x7fff), state >> 15);
    let subset = this.subsets.get(key);
    if (subset === undefined) {
      subset = { id: this.subsets.size, states, atStart, afterWord };
      this.subsets.set(key, subset);
    }
    return subset;
  }

  private freeFrom(state: number): readonly number[] {
    const known = this.free[state];
    if (known !== undefined) return known;
    const { edges, targets, accept, universal } = this.nfa;
    const reached = new Set([state]);
    const found: number[] = [];
    for (const at of reached) {
      let isPlain = !universal.has(at) && targets[at] === NO_STATE && at !== accept;
      for (const edge of edges[at]!) {
        if (edge.condition === Condition.none) reached.add(edge.to);
        else isPlain = false;
      }
      if (!isPlain) found.push(at);
    }
    this.free[state] = found;
    return found;
  }

  /** The states themselves, and what their edges lead to where conditions hold. */
  private closure(states: readonly number[], place: EdgePlace): readonly number[] {
    const { edges } = this.nfa;
    let reached: Set<number> | undefined;
    const follow = (state: number): void => {
      for (const edge of edges[state]!) {
        if (edge.condition === Condition.none || !holds(edge.condition, place)) continue;
        reached ??= new Set(states);
        for (const next of this.freeFrom(edge.to)) {
          if (reached.has(next)) continue;
          reached.add(next);
          follow(next);
        }
      }
    };
    for (const state of states) follow(state);
    return reached === undefined ? states : [...reached];
  }
}

function classStarts(sets: readonly CodePointSet[], tellWordsApart: boolean): Int32Array {
  const starts: number[] = [];
  for (const set of tellWordsApart ? [...sets, WORD_CHARACTERS] : sets) {
    for (let i = 0; i < set.length; i += 2) starts.push(set[i]!, set[i + 1]! + 1);
  }
  return mergeClassStarts([starts]);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The classes that lie in a set; classes never straddle its borders. */
function classesIn(set: CodePointSet, classStart: Int32Array): number[] {
  const classes: number[] = [];
  let range = 0;
  for (let c = 0; c < classStart.length && range < set.length; c++) {
    while (range < set.length && set[range + 1]! < classStart[c]!) range += 2;
    if (range < set.length && set[range]! <= classStart[c]!) classes.push(c);
  }
  return classes;
}
