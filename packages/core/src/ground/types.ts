import type { NormaliseOptions, PrintedSpan } from '../normalise/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { Candidate } from './candidates.js';

/** A value of the answer that was not copied verbatim, with what helps to find its place. */
export interface Leaf {
  /** null is grounded only where it can be filled in, see `isOnlyLeaf` */
  readonly value: string | number | boolean | null;
  /** the leaf's own schema, references followed; `type`, `format`, the words and the bounds are read */
  readonly schema: JsonSchema;
  /** name of its property: a printed label with the same words shows the place */
  readonly key?: string;
  /** UTF-16 offsets of the record's other values */
  readonly anchors?: readonly number[];
  /** no other leaf of the schema is of this kind (a number, a date, a time): a lone print of that kind is meant. @default false */
  readonly isOnlyOfKind?: boolean;
  /** the schema asks for nothing else, but perhaps for the unit of this value. @default false */
  readonly isOnlyLeaf?: boolean;
}

/**
 * Why a value is not decided by its print. `order`: day and month could be swapped, nothing proves their order, and the model does not
 * follow the usual one · `year`: the year is not in the text · `relative`: "tomorrow", and nobody said when that was written ·
 * `several`: more than one print is as near to what the model wrote
 */
export type Doubt = 'order' | 'year' | 'relative' | 'several';

/** Where a value stands, and what the print says. */
export interface GroundedValue extends PrintedSpan {
  /** the leaf's value, or the one that the printed form says where `agrees` is false */
  readonly value: string | number | boolean;
  /** false where the printed form won over the model's value */
  readonly agrees: boolean;
  /** true where no other print can be meant: the schema asks for nothing else, and the text gives nothing else of the kind */
  readonly isOnly?: boolean;
  readonly doubt?: Doubt;
}

/** Grounds the values of one text; the text is read once. */
export interface Grounder {
  /** @returns undefined where the value has no printed form in the text */
  ground(leaf: Leaf): GroundedValue | undefined;
  /** Whether the text prints a number, date or time as it is: then that is its value, whatever is near. */
  isPrinted(leaf: Pick<Leaf, 'value' | 'schema'>): boolean;
  /** Other values that the text offers for a number, date or time; the other readings of its own print first. */
  candidates(leaf: Leaf, place: { readonly start?: number }): Candidate[];
}

export type GroundOptions = NormaliseOptions;
