/**
 * What speaks for a value and against it, kept apart because these are different doubts: whether there is a value, which one, and where it ends.
 * All but `repeats` are natural logarithms of probabilities: at most 0, and 0 where nothing was decided.
 */
export interface LeafEvidence {
  /** that there is a value, and not null or the end of the list, whatever the value */
  readonly present: number;
  /** that there are the record and the list around it */
  readonly around: number;
  /** the first decided token of the value, given that there is one */
  readonly first: number;
  /** the least likely of its later tokens */
  readonly lowest: number;
  /** earlier strings of the answer that were copied letter by letter like this one */
  readonly repeats: number;
}

/** What decoding knows of one scalar value of the answer. */
export interface DecodedLeaf {
  readonly pointer: string;
  /** byte offset of the value's first byte in the answer */
  readonly from: number;
  /** natural logarithm of the product over its decided tokens */
  logProbability: number;
  /** final once the value is closed */
  readonly evidence?: LeafEvidence;
  /** byte offsets in the escaped source at which a verbatim value stands, once it is closed */
  sourceStarts?: readonly number[];
  /** length of the verbatim value in bytes of the escaped source */
  sourceLength?: number;
}
