import type { LeafFeatures, LeafKind } from '../calibrate/index.js';
import type { DecodedLeaf, LeafEvidence } from '../decode/leaf.js';

/** Beyond these a probability says no more: rounding of the logits has the rest. */
const LEAST_LOG = -9;
const MOST_LOG = -1e-4;
const MOST_REPEATS = 3;

/** From the logarithm of a probability to its log-odds, within bounds; what is not a number is the least. */
function logOdds(logProbability: number): number {
  const log = logProbability > LEAST_LOG ? Math.min(MOST_LOG, logProbability) : LEAST_LOG;
  return log - Math.log(-Math.expm1(log));
}

/**
 * What a leaf's probability is told from. All of it is known once the leaf is closed, so that a value that was streamed keeps its probability.
 */
export function featuresOf({ pointer }: DecodedLeaf, evidence: LeafEvidence, kind: LeafKind): LeafFeatures {
  const isKind = (other: LeafKind) => Number(kind === other);
  const index = /^.*?\/(\d+)(?:\/|$)/.exec(pointer)?.[1];
  const isItem = /\/\d+$/.test(pointer);
  const isInRecord = index !== undefined && !isItem;
  return {
    copied: isKind('copied'),
    written: isKind('written'),
    unprinted: isKind('unprinted'),
    corrected: isKind('corrected'),
    chosen: isKind('chosen'),
    present: logOdds(evidence.present),
    around: logOdds(evidence.around),
    first: logOdds(evidence.first),
    lowest: logOdds(evidence.lowest),
    item: Number(isItem),
    inRecord: Number(isInRecord),
    position: Math.log1p(Number(index ?? 0)),
    // Records may well agree in a value: only elsewhere a repetition speaks against it.
    repeats: isInRecord ? 0 : Math.min(MOST_REPEATS, evidence.repeats),
  };
}
