import type { ExtractedField } from '@maaza/core';
import { formatProbability } from './sureness.js';

/** A value of the result as the page knows it: its number links its places with its line in the JSON. */
export interface ShownValue {
  readonly number: number;
  readonly pointer: string;
  readonly field: ExtractedField | undefined;
  readonly isPlaced: boolean;
}

export const describeValue = ({ pointer, field }: ShownValue): string =>
  `${pointer.slice(1) || 'value'}${field?.probability === undefined ? '' : ` (${formatProbability(field.probability)})`}`;

/** The least sure of several values at one place. */
export const leastProbability = (values: readonly ShownValue[]): number => Math.min(...values.map(({ field }) => field?.probability ?? 1));
