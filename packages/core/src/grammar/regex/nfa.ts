import type { CodePointSet } from '../../schema/regex/code-point-set.js';

export const NO_STATE = -1;
export const NO_CHAIN = -1;

/** What stands at an edge that consumes nothing. */
export enum Condition {
  none,
  atStart,
  atEnd,
  wordBoundary,
  noWordBoundary,
}

export interface Edge {
  readonly condition: Condition;
  readonly to: number;
}

/** An automaton with free moves, as it grows while a pattern is compiled into it. */
export interface Nfa {
  /** by state: the code points that lead to its target, where it consumes one */
  readonly sets: readonly (CodePointSet | undefined)[];
  /** by state: the state after the code point, or `NO_STATE` */
  readonly targets: readonly number[];
  readonly edges: readonly (readonly Edge[])[];
  readonly accept: number;
  /** states from which every text is accepted, whatever stands before */
  readonly universal: ReadonlySet<number>;
  readonly hasWordEdges: boolean;
  /**
   * By state: the chain that it belongs to, or `NO_CHAIN`. The states of a chain stand at the same place of copies of one part that may be
   * left out, as in `a{0,9}`: whatever is accepted from one of them is accepted from those with higher numbers, which have more copies left.
   */
  readonly chains: readonly number[];
}

/** Where a closure is taken: between which characters. */
export interface EdgePlace {
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly isBoundary: boolean;
}

export function holds(condition: Condition, place: EdgePlace): boolean {
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
