/** What decoding knows of one scalar value of the answer. */
export interface DecodedLeaf {
  readonly pointer: string;
  /** byte offset of the value's first byte in the answer */
  readonly from: number;
  /** natural logarithm of the product over its decided tokens */
  logProbability: number;
  /** byte offsets in the escaped source at which a verbatim value stands, once it is closed */
  sourceStarts?: readonly number[];
  /** length of the verbatim value in bytes of the escaped source */
  sourceLength?: number;
}
