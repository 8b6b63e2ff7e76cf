import type { LeafEvidence } from './leaf.js';

const QUOTE = 0x22;
const LETTER_N = 0x6e;

/** The evidence of a value that is being written. */
export type GrowingEvidence = { -readonly [key in keyof LeafEvidence]: LeafEvidence[key] } & {
  /** false while only the opening quote of a string is decided, or nothing */
  hasFirst: boolean;
};

/** Natural logarithm of `1 - p`, where rounding may have made `p` more than 1. */
const logOfRest = (p: number): number => Math.log1p(-Math.min(1, p));

/** Gathers the evidence of one answer. The doubts about lists and records are remembered for the values in them. */
export class EvidenceTrail {
  /** JSON pointer of a value, a container or an item of a list → log probability that it is there, where that was decided */
  readonly #presence = new Map<string, number>();
  /** copied string → how often it was copied */
  readonly #copied = new Map<string, number>();

  /**
   * At the first token of a value.
   * @param pAbsent - probability of null or of the list's end
   */
  begin(pointer: string, firstByte: number, logProbability: number, pAbsent: number): GrowingEvidence {
    this.open(pointer, pAbsent);
    // Of a string its opening quote says only that there is one; of a null nothing more is to be said.
    const first = firstByte === LETTER_N ? 0 : Math.min(0, logProbability - logOfRest(pAbsent));
    return { ...this.beginForced(pointer), first, hasFirst: firstByte !== QUOTE };
  }

  /** Where the value's first token had no alternative. */
  beginForced(pointer: string): GrowingEvidence {
    return { present: this.#presence.get(pointer) ?? 0, around: this.#around(pointer), first: 0, lowest: 0, repeats: 0, hasFirst: false };
  }

  /** Something was begun where null, or the end of a list, could have stood. */
  open(pointer: string, pAbsent: number): void {
    this.#presence.set(pointer, (this.#presence.get(pointer) ?? 0) + logOfRest(pAbsent));
  }

  /**
   * A comma was chosen, and not the end of the list.
   * @param pointer - of the next item
   */
  goOn(pointer: string, logProbability: number, pEnd: number): void {
    this.#presence.set(pointer, logProbability - Math.log(Math.exp(logProbability) + pEnd));
  }

  /** One more token of the value's content, or what ends it. */
  add(evidence: GrowingEvidence, logProbability: number): void {
    if (evidence.hasFirst) evidence.lowest = Math.min(evidence.lowest, logProbability);
    else evidence.first += logProbability;
    evidence.hasFirst = true;
  }

  /** A string that was copied from the text is at its end. */
  closeCopied(evidence: GrowingEvidence, content: string): void {
    evidence.repeats = this.#copied.get(content) ?? 0;
    this.#copied.set(content, evidence.repeats + 1);
  }

  #around(pointer: string): number {
    let sum = 0;
    for (let cut = pointer.lastIndexOf('/'); cut > 0; cut = pointer.lastIndexOf('/', cut - 1))
      sum += this.#presence.get(pointer.slice(0, cut)) ?? 0;
    return sum;
  }
}
