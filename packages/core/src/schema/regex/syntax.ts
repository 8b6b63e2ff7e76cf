import type { CodePointSet } from './code-point-set.js';

/** A regular expression after parsing: what remains of ECMA-262's syntax once captures and laziness, which change no language, are gone. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CodePointSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly item: RegexNode; readonly min: number; readonly max: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'wordBoundary'; readonly negated: boolean }
  | { readonly kind: 'look'; readonly item: RegexNode; readonly negated: boolean };

/** A part of a regular expression that no automaton is built for; the message says which. */
export class RegexUnsupported extends Error {}

/** Not a regular expression. */
export class RegexInvalid extends Error {}
