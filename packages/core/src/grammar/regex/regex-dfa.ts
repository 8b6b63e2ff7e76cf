import { WORD_CHARACTERS } from '../../schema/regex/character-classes.js';
import { ALL_CODE_POINTS, type CodePointSet, hasCodePoint } from '../../schema/regex/code-point-set.js';
import { parseRegex } from '../../schema/regex/parse-regex.js';
import { type RegexNode, RegexUnsupported } from '../../schema/regex/syntax.js';
import { buildDfa } from '../automata/build-dfa.js';
import { type CodePointDfa, DEAD, mergeClassStarts } from '../automata/code-point-dfa.js';
import { intersectDfas, subtractDfa } from '../automata/dfa-algebra.js';
import type { CompileBudget } from '../budget.js';

const MAX_NFA_STATES = 100_000;
const NO_STATE = -1;

/** Automata of patterns are kept across grammars, for formats and many patterns come again in other schemas. */
const MAX_READY = 500;
const ready = new Map<string, CodePointDfa>();

/** What stands at an edge that consumes nothing. */
enum Condition {
  none,
  atStart,
  atEnd,
  wordBoundary,
  noWordBoundary,
}

interface Edge {
  readonly condition: Condition;
  readonly to: number;
}

/** Where a closure is taken: between which characters. */
interface Place {
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly isBoundary: boolean;
}

/**
 * The automaton of all strings that hold a match of the pattern anywhere, which is what JSON Schema means by `pattern`.
 * @throws {RegexInvalid} for what is no regular expression, {RegexUnsupported} for what no automaton is built for.
 * @see Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968; subset construction as in Rabin and Scott, 1959
 */
export function dfaOfPattern(source: string, budget: CompileBudget): CodePointDfa {
  const known = ready.get(source);
  if (known !== undefined) return known;
  const dfa = buildPattern(source, budget);
  if (ready.size >= MAX_READY) ready.clear();
  ready.set(source, dfa);
  return dfa;
}

function buildPattern(source: string, budget: CompileBudget): CodePointDfa {
  const nfa = new NfaBuilder(budget);
  const accept = nfa.anyTextThenAccept();
  const body = nfa.compile(parseRegex(source), accept);
  return nfa.determinise(nfa.anyTextThen(body), true, `the pattern ${JSON.stringify(source)}`);
}

/**
 * Builds the automaton back to front: each part is compiled with the state that continues after it. So a lookahead knows the whole rest
 * of the pattern, and becomes the intersection of that rest with what it looks for.
 */
class NfaBuilder {
  private readonly sets: (CodePointSet | undefined)[] = [];
  private readonly targets: number[] = [];
  private readonly edges: Edge[][] = [];
  private readonly accept: number;
  private insideLoop = 0;
  private hasWordEdges = false;

  constructor(private readonly budget: CompileBudget) {
    this.accept = this.state();
  }

  anyTextThenAccept(): number {
    return this.anyTextThen(this.accept);
  }

  anyTextThen(next: number): number {
    const loop = this.state();
    this.edges[loop]!.push({ condition: Condition.none, to: next });
    this.edges[loop]!.push({ condition: Condition.none, to: this.consuming(ALL_CODE_POINTS, loop) });
    return loop;
  }

  compile(node: RegexNode, next: number): number {
    switch (node.kind) {
      case 'set':
        return this.consuming(node.set, next);
      case 'sequence':
        return node.items.reduceRight((after, item) => this.compile(item, after), next);
      case 'choice':
        return this.branching(node.options.map((option) => this.compile(option, next)));
      case 'repeat':
        return this.repeat(node, next);
      case 'start':
        return this.conditional(Condition.atStart, next);
      case 'end':
        return this.conditional(Condition.atEnd, next);
      case 'wordBoundary':
        return this.conditional(node.negated ? Condition.noWordBoundary : Condition.wordBoundary, next);
      case 'look':
        return this.lookahead(node.item, node.negated, next);
    }
  }

  /** Subset construction from `start`; without `atTextStart` the text began before. */
  determinise(start: number, atTextStart: boolean, what: string): CodePointDfa {
    if (!atTextStart) this.refuseContext(start);
    const classStart = this.classStarts();
    const classesOf = this.sets.map((set) => (set === undefined ? undefined : classesIn(set, classStart)));
    const isWordClass = Array.from(classStart, (codePoint) => hasCodePoint(WORD_CHARACTERS, codePoint));
    const reached: Set<number>[] = Array.from(classStart, () => new Set());
    return buildDfa<Subset>(
      {
        classStart,
        start: subsetOf([start], atTextStart, false),
        key: (subset) => subset.key,
        fillRow: (subset, row) => {
          for (const set of reached) set.clear();
          for (const nextIsWord of this.hasWordEdges ? [false, true] : [false]) {
            const place = { atStart: subset.atStart, atEnd: false, isBoundary: subset.afterWord !== nextIsWord };
            for (const state of this.closure(subset.states, place)) {
              for (const c of classesOf[state] ?? []) {
                if (!this.hasWordEdges || isWordClass[c] === nextIsWord) reached[c]!.add(this.targets[state]!);
              }
            }
          }
          for (let c = 0; c < classStart.length; c++) {
            if (reached[c]!.size > 0) row[c] = subsetOf([...reached[c]!], false, this.hasWordEdges && isWordClass[c]!);
          }
        },
        accepts: (subset) =>
          this.closure(subset.states, { atStart: subset.atStart, atEnd: true, isBoundary: subset.afterWord }).has(this.accept),
        what,
      },
      this.budget,
    );
  }

  private state(set?: CodePointSet, target = NO_STATE): number {
    this.budget.atMost(MAX_NFA_STATES, this.sets.length, 'parts of a pattern');
    this.sets.push(set);
    this.targets.push(target);
    this.edges.push([]);
    return this.sets.length - 1;
  }

  private consuming(set: CodePointSet, next: number): number {
    return this.state(set, next);
  }

  private branching(starts: readonly number[]): number {
    const state = this.state();
    for (const to of starts) this.edges[state]!.push({ condition: Condition.none, to });
    return state;
  }

  private conditional(condition: Condition, to: number): number {
    if (condition === Condition.wordBoundary || condition === Condition.noWordBoundary) this.hasWordEdges = true;
    const state = this.state();
    this.edges[state]!.push({ condition, to });
    return state;
  }

  private repeat(node: { item: RegexNode; min: number; max: number }, next: number): number {
    let after = next;
    if (node.max === Number.POSITIVE_INFINITY) {
      const loop = this.state();
      this.insideLoop++;
      const body = this.compile(node.item, loop);
      this.insideLoop--;
      this.edges[loop]!.push({ condition: Condition.none, to: body }, { condition: Condition.none, to: next });
      after = loop;
    } else {
      for (let i = node.min; i < node.max; i++) after = this.branching([this.compile(node.item, after), next]);
    }
    for (let i = 0; i < node.min; i++) after = this.compile(node.item, after);
    return after;
  }

  private lookahead(item: RegexNode, negated: boolean, next: number): number {
    if (this.insideLoop > 0) throw new RegexUnsupported('a lookahead inside a repetition is not built');
    const looked = this.determinise(this.compile(item, this.anyTextThenAccept()), false, 'a lookahead');
    const rest = this.determinise(next, false, 'the rest after a lookahead');
    return this.embed(negated ? subtractDfa(rest, looked, this.budget) : intersectDfas(rest, looked, this.budget));
  }

  /** Inside a lookahead, and in the rest after one, what stands before is unknown, so nothing there may ask for it. */
  private refuseContext(start: number): void {
    const reached = new Set([start]);
    for (const state of reached) {
      if (this.targets[state] !== NO_STATE) reached.add(this.targets[state]!);
      for (const edge of this.edges[state]!) {
        if (edge.condition !== Condition.none && edge.condition !== Condition.atEnd) {
          throw new RegexUnsupported('"^" or a word boundary in or after a lookahead is not built');
        }
        reached.add(edge.to);
      }
    }
  }

  private embed(dfa: CodePointDfa): number {
    const states = Array.from({ length: dfa.stateCount }, () => this.state());
    for (let q = 0; q < dfa.stateCount; q++) {
      if (dfa.accepting[q]) this.edges[states[q]!]!.push({ condition: Condition.atEnd, to: this.accept });
      for (let c = 0; c < dfa.classCount; c++) {
        const to = dfa.next[q * dfa.classCount + c]!;
        if (to === DEAD) continue;
        const last = c + 1 < dfa.classCount ? dfa.classStart[c + 1]! - 1 : ALL_CODE_POINTS[1]!;
        this.edges[states[q]!]!.push({ condition: Condition.none, to: this.consuming([dfa.classStart[c]!, last], states[to]!) });
      }
    }
    return dfa.isEmpty ? this.state() : states[dfa.start]!;
  }

  private closure(states: readonly number[], place: Place): Set<number> {
    const reached = new Set(states);
    for (const state of reached) {
      for (const edge of this.edges[state]!) if (holds(edge.condition, place)) reached.add(edge.to);
    }
    return reached;
  }

  private classStarts(): Int32Array {
    const starts: number[] = [];
    for (const set of this.sets) {
      if (set !== undefined) for (let i = 0; i < set.length; i += 2) starts.push(set[i]!, set[i + 1]! + 1);
    }
    if (this.hasWordEdges)
      for (let i = 0; i < WORD_CHARACTERS.length; i += 2) starts.push(WORD_CHARACTERS[i]!, WORD_CHARACTERS[i + 1]! + 1);
    return mergeClassStarts([starts]);
  }
}

/** States that are reached together, and what stands before. */
interface Subset {
  readonly states: readonly number[];
  readonly atStart: boolean;
  readonly afterWord: boolean;
  readonly key: string;
}

function subsetOf(states: number[], atStart: boolean, afterWord: boolean): Subset {
  if (states.length > 1) states.sort((a, b) => a - b);
  return { states, atStart, afterWord, key: `${states.join()}${atStart ? '^' : afterWord ? 'w' : ''}` };
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

function holds(condition: Condition, place: Place): boolean {
  switch (condition) {
    case Condition.none:
      return true;
    case Condition.atStart:
      return place.atStart;
    case Condition.atEnd:
      return place.atEnd;
    case Condition.wordBoundary:
      return place.isBoundary;
    case Condition.noWordBoundary:
      return !place.isBoundary;
  }
}
