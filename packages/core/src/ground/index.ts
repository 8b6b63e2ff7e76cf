export { createGrounder, groundValue } from './grounder.js';
export { chooseOccurrence } from './occurrences.js';
export { toByteOffsets, toCodePointOffsets } from './offsets.js';
export { reconcileNumber } from './reconcile.js';
export { type BeforeRule, type CustomRule, checkRules, type Rule, type RuleFailure, type SumRule } from './rules.js';
export type { GroundedValue, Grounder, GroundOptions, Leaf } from './types.js';
