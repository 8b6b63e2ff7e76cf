import { ALL_CODE_POINTS, type CodePointSet } from '../../schema/regex/code-point-set.js';
import { parseRegex } from '../../schema/regex/parse-regex.js';
import { type RegexNode, RegexUnsupported } from '../../schema/regex/syntax.js';
import { type CodePointDfa, DEAD } from '../automata/code-point-dfa.js';
import { intersectDfas, subtractDfa } from '../automata/dfa-algebra.js';
import type { CompileBudget } from '../budget.js';
import { determinise } from './determinise.js';
import { Condition, type Edge, type Nfa, NO_CHAIN, NO_STATE } from './nfa.js';

const MAX_NFA_STATES = 100_000;

/** Automata of patterns are kept across grammars, for formats and many patterns come again in other schemas. */
const MAX_READY = 500;
const ready = new Map<string, CodePointDfa>();

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
class NfaBuilder implements Nfa {
  readonly sets: (CodePointSet | undefined)[] = [];
  readonly targets: number[] = [];
  readonly edges: Edge[][] = [];
  readonly accept: number;
  readonly universal = new Set<number>();
  readonly chains: number[] = [];
  private chainCount = 0;
  hasWordEdges = false;
  private insideLoop = 0;

  constructor(private readonly budget: CompileBudget) {
    this.accept = this.state();
  }

  anyTextThenAccept(): number {
    const loop = this.anyTextThen(this.accept);
    this.universal.add(loop);
    return loop;
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

  determinise(start: number, atTextStart: boolean, what: string): CodePointDfa {
    if (!atTextStart) this.refuseContext(start);
    return determinise(this, start, atTextStart, what, this.budget);
  }

  private state(set?: CodePointSet, target = NO_STATE): number {
    this.budget.atMost(MAX_NFA_STATES, this.sets.length, 'parts of a pattern');
    this.sets.push(set);
    this.targets.push(target);
    this.edges.push([]);
    this.chains.push(NO_CHAIN);
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
      after = this.optionalCopies(node, next);
    }
    for (let i = 0; i < node.min; i++) after = this.compile(node.item, after);
    return after;
  }

  private optionalCopies({ item, min, max }: { item: RegexNode; min: number; max: number }, next: number): number {
    // A lookahead becomes another automaton in each copy, so the states of copies do not stand for each other.
    const isChained = max - min > 1 && !hasLook(item);
    let firstChain = NO_CHAIN;
    let after = next;
    for (let i = min; i < max; i++) {
      const first = this.sets.length;
      const copy = this.compile(item, after);
      // Numbered only now: the part itself may have made chains. Each copy has as many states as the first one.
      if (isChained && firstChain === NO_CHAIN) {
        firstChain = this.chainCount;
        this.chainCount += this.sets.length - first;
      }
      if (isChained) this.enchain(first, firstChain);
      after = this.branching([copy, next]);
    }
    return after;
  }

  /** Makes the states from `first` on the next ones of their chains, but for those that belong to a chain of their own. */
  private enchain(first: number, firstChain: number): void {
    for (let state = first; state < this.sets.length; state++) {
      if (this.chains[state] === NO_CHAIN) this.chains[state] = firstChain + state - first;
    }
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
    const known = new Map<string, CodePointSet>();
    for (let q = 0; q < dfa.stateCount; q++) {
      if (dfa.accepting[q]) this.edges[states[q]!]!.push({ condition: Condition.atEnd, to: this.accept });
      for (const [to, set] of setsByTarget(dfa, q)) {
        // Equal sets as one object: they are told apart, and looked at, once.
        const key = set.join();
        if (!known.has(key)) known.set(key, set);
        this.edges[states[q]!]!.push({ condition: Condition.none, to: this.consuming(known.get(key)!, states[to]!) });
      }
    }
    return dfa.isEmpty ? this.state() : states[dfa.start]!;
  }
}

/** The code points that lead from a state to each of those after it. */
function setsByTarget(dfa: CodePointDfa, state: number): Map<number, number[]> {
  const sets = new Map<number, number[]>();
  for (let c = 0; c < dfa.classCount; c++) {
    const to = dfa.next[state * dfa.classCount + c]!;
    if (to === DEAD) continue;
    const first = dfa.classStart[c]!;
    const last = c + 1 < dfa.classCount ? dfa.classStart[c + 1]! - 1 : ALL_CODE_POINTS[1]!;
    const set = sets.get(to);
    if (set === undefined) sets.set(to, [first, last]);
    else if (set[set.length - 1] === first - 1) set[set.length - 1] = last;
    else set.push(first, last);
  }
  return sets;
}

function hasLook(node: RegexNode): boolean {
  switch (node.kind) {
    case 'look':
      return true;
    case 'sequence':
      return node.items.some(hasLook);
    case 'choice':
      return node.options.some(hasLook);
    case 'repeat':
      return hasLook(node.item);
    default:
      return false;
  }
}
