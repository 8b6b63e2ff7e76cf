import { DecodeError } from '../errors/index.js';
import { nextToken } from './token-mask.js';

/** One decision: which token, and how probable among those that were allowed. */
export interface Choice {
  token: number;
  /** natural logarithm of the probability at temperature 1, renormalised over the allowed tokens; at most 0 */
  logProbability: number;
  /** natural logarithm of the sum over the exponentials of the allowed logits: a token's logit less this is its log probability */
  logTotal: number;
}

/** xorshift32: small, seeded, the same on every machine. George Marsaglia, "Xorshift RNGs", 2003. */
function createRandom(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

export interface SamplerOptions {
  /** 0 takes the most probable token */
  readonly temperature: number;
  readonly seed: number;
}

/** Chooses among allowed tokens. One instance serves one generation. */
export class Sampler {
  readonly #temperature: number;
  readonly #random: () => number;

  constructor({ temperature, seed }: SamplerOptions) {
    this.#temperature = temperature;
    this.#random = createRandom(seed);
  }

  /**
   * @param logits - at least `offset + vocabSize` floats; the row begins at `offset`
   * @param mask - allowed tokens, at least one; ties go to the lowest id
   */
  choose(logits: Float32Array, offset: number, mask: Uint32Array): Choice {
    let best = -1;
    let bestLogit = Number.NEGATIVE_INFINITY;
    for (let token = nextToken(mask, 0); token >= 0; token = nextToken(mask, token + 1)) {
      const logit = logits[offset + token]!;
      if (logit > bestLogit || best < 0) {
        best = token;
        bestLogit = logit;
      }
    }
    if (best < 0) throw new DecodeError('extraction_failed', 'no token may come next');
    const token = this.#temperature === 0 ? best : this.#draw(logits, offset, mask, bestLogit);
    const logTotal = bestLogit + Math.log(sumOfExponentials(logits, offset, mask, bestLogit, 1));
    return { token, logProbability: logits[offset + token]! - logTotal, logTotal };
  }

  #draw(logits: Float32Array, offset: number, mask: Uint32Array, bestLogit: number): number {
    let rest = this.#random() * sumOfExponentials(logits, offset, mask, bestLogit, this.#temperature);
    let last = -1;
    for (let token = nextToken(mask, 0); token >= 0; token = nextToken(mask, token + 1)) {
      last = token;
      rest -= Math.exp((logits[offset + token]! - bestLogit) / this.#temperature);
      if (rest < 0) return token;
    }
    return last;
  }
}

function sumOfExponentials(logits: Float32Array, offset: number, mask: Uint32Array, highest: number, temperature: number): number {
  let sum = 0;
  for (let token = nextToken(mask, 0); token >= 0; token = nextToken(mask, token + 1))
    sum += Math.exp((logits[offset + token]! - highest) / temperature);
  return sum;
}
