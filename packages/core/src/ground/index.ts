export { isUnitKey } from './asked.js';
export type { Candidate } from './candidates.js';
export { createGrounder, groundValue } from './grounder.js';
export { chooseOccurrence } from './occurrences.js';
export { toByteOffsets, toCodePointOffsets } from './offsets.js';
export { type BeforeRule, type CustomRule, checkRules, type Rule, type RuleFailure, type SumRule } from './rules.js';
export type { Doubt, GroundedValue, Grounder, GroundOptions, Leaf } from './types.js';
export { wordsOf } from './words.js';
