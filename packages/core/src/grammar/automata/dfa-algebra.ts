import { type CodePointSet, MAX_CODE_POINT } from '../../schema/regex/code-point-set.js';
import type { CompileBudget } from '../budget.js';
import { buildDfa, trim } from './build-dfa.js';
import { CodePointDfa, DEAD, mergeClassStarts } from './code-point-dfa.js';

const NOTHING = new CodePointDfa(Int32Array.of(0), new Int32Array(0), new Uint8Array(0), DEAD);
const ANYTHING = new CodePointDfa(Int32Array.of(0), Int32Array.of(0), Uint8Array.of(1), 0);

/** The automaton that accepts every string. */
export function anyString(): CodePointDfa {
  return ANYTHING;
}

export function intersectDfas(a: CodePointDfa, b: CodePointDfa, budget: CompileBudget): CodePointDfa {
  if (a === b || b === ANYTHING) return a;
  if (a === ANYTHING) return b;
  if (a.isEmpty || b.isEmpty) return NOTHING;
  return product(a, b, budget, false);
}

/** The strings of `a` that are not in `b`. */
export function subtractDfa(a: CodePointDfa, b: CodePointDfa, budget: CompileBudget): CodePointDfa {
  if (a.isEmpty || b.isEmpty) return a;
  return product(a, b, budget, true);
}

export function complementDfa(a: CodePointDfa, budget: CompileBudget): CodePointDfa {
  return subtractDfa(ANYTHING, a, budget);
}

/** The words without a code point outside of `allowed`, as far as whole classes of code points lie outside. */
export function restrictDfa(dfa: CodePointDfa, allowed: CodePointSet): CodePointDfa {
  const { classStart, classCount } = dfa;
  const forbidden: number[] = [];
  let range = 0;
  for (let c = 0; c < classCount; c++) {
    while (range < allowed.length && allowed[range + 1]! < classStart[c]!) range += 2;
    const end = classStart[c + 1] ?? MAX_CODE_POINT + 1;
    if (range >= allowed.length || allowed[range]! >= end) forbidden.push(c);
  }
  if (forbidden.length === 0 || dfa.isEmpty) return dfa;
  const next = dfa.next.slice();
  for (let state = 0; state < dfa.stateCount; state++) for (const c of forbidden) next[state * classCount + c] = DEAD;
  return trim(classStart, next, dfa.accepting);
}

/** The automaton of a finite list of strings (a trie over code points). */
export function dfaOfStrings(values: readonly string[], budget: CompileBudget): CodePointDfa {
  if (values.length === 0) return NOTHING;
  const children: Map<number, number>[] = [new Map()];
  const isEnd: boolean[] = [false];
  const starts = new Set<number>([0]);
  for (const value of values) {
    let node = 0;
    for (const character of value) {
      const codePoint = character.codePointAt(0)!;
      starts.add(codePoint).add(codePoint + 1);
      let child = children[node]!.get(codePoint);
      if (child === undefined) {
        child = children.length;
        children.push(new Map());
        isEnd.push(false);
        children[node]!.set(codePoint, child);
      }
      node = child;
    }
    isEnd[node] = true;
  }
  const classStart = mergeClassStarts([Array.from(starts)]);
  const classIndex = new Map(Array.from(classStart, (codePoint, index) => [codePoint, index] as const));
  return buildDfa<number>(
    {
      classStart,
      start: 0,
      key: (node) => node,
      fillRow(node, row) {
        for (const [codePoint, child] of children[node]!) row[classIndex.get(codePoint)!] = child;
      },
      accepts: (node) => isEnd[node]!,
      what: 'a list of strings',
    },
    budget,
  );
}

/** Pairs of states; with `subtract`, `b` may have died, and accepts where `b` does not. */
function product(a: CodePointDfa, b: CodePointDfa, budget: CompileBudget, subtract: boolean): CodePointDfa {
  const classStart = mergeClassStarts([a.classStart, b.classStart]);
  const aClass = Int32Array.from(classStart, (start) => a.classOf(start));
  const bClass = Int32Array.from(classStart, (start) => b.classOf(start));
  const width = b.stateCount + 1;
  return buildDfa<number>(
    {
      classStart,
      start: a.start * width + b.start + 1,
      key: (pair) => pair,
      fillRow(pair, row) {
        const inA = Math.floor(pair / width);
        const inB = (pair % width) - 1;
        for (let c = 0; c < classStart.length; c++) {
          const nextA = a.next[inA * a.classCount + aClass[c]!]!;
          if (nextA === DEAD) continue;
          const nextB = inB === DEAD ? DEAD : b.next[inB * b.classCount + bClass[c]!]!;
          if (nextB !== DEAD || subtract) row[c] = nextA * width + nextB + 1;
        }
      },
      accepts(pair) {
        const inB = (pair % width) - 1;
        const isInB = inB !== DEAD && b.accepting[inB] === 1;
        return a.accepting[Math.floor(pair / width)] === 1 && isInB !== subtract;
      },
      what: subtract ? 'a negated pattern' : 'patterns that must hold together',
    },
    budget,
  );
}
