import type { NormaliseOptions, PrintedSpan } from '../normalise/index.js';
import type { JsonSchema } from '../schema/json-schema.js';

/** A value of the answer that was not copied verbatim, with what helps to find its place. */
export interface Leaf {
  /** null is never grounded */
  readonly value: string | number | boolean | null;
  /** the leaf's own schema, references followed; `type`, `format`, `minimum`, `maximum` are read */
  readonly schema: JsonSchema;
  /** name of its property: a printed label with the same words shows the place */
  readonly key?: string;
  /** UTF-16 offsets of the record's other values */
  readonly anchors?: readonly number[];
}

/** Where a value stands, and what the print says. */
export interface GroundedValue extends PrintedSpan {
  /** the leaf's value, or the one that the printed form says where `agrees` is false */
  readonly value: string | number | boolean;
  /** false where the printed form won over the model's value */
  readonly agrees: boolean;
}

/** Grounds the values of one text; the text is read once. */
export interface Grounder {
  /** @returns undefined where the value has no printed form in the text */
  ground(leaf: Leaf): GroundedValue | undefined;
}

export type GroundOptions = NormaliseOptions;
