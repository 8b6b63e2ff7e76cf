import type { JsonSchema } from '../schema/json-schema.js';
import { stringPolicyAt, subschemasAt } from './string-policy.js';

/** What a schema says about one leaf. */
export interface LeafDescription {
  /** keywords of the subschemas that describe the value, put together; the outer ones win */
  readonly schema: JsonSchema;
  readonly kind: 'number' | 'date' | 'time' | 'date-time' | 'choice' | 'string';
  /** one of listed options, or yes or no */
  readonly isChoice: boolean;
  /** written in one form whatever the text's own: what the print says can replace it */
  readonly isNormalised: boolean;
}

const TEMPORAL = new Set(['date', 'time', 'date-time']);

const typesOf = ({ type }: JsonSchema): readonly unknown[] => (Array.isArray(type) ? type : [type]);

export function describeLeaf(root: JsonSchema, pointer: string): LeafDescription {
  // A branch that is only null says nothing about a value.
  const parts = subschemasAt(root, pointer).filter(({ type }) => type !== 'null');
  const schema: JsonSchema = Object.assign({}, ...parts.toReversed());
  const kind = kindOf(schema);
  return { schema, kind, isChoice: kind === 'choice', isNormalised: kind !== 'choice' && kind !== 'string' };
}

function kindOf(schema: JsonSchema): LeafDescription['kind'] {
  const types = typesOf(schema);
  if (types.includes('boolean')) return 'choice';
  if (types.includes('number') || types.includes('integer')) return types.includes('string') ? 'string' : 'number';
  if (Array.isArray(schema.enum) || 'const' in schema) return 'choice';
  return TEMPORAL.has(schema.format as string) ? (schema.format as 'date' | 'time' | 'date-time') : 'string';
}

/** Strings that are copied from the text: an empty one stands for a value that the text does not give. */
export const isCopiedAt = (root: JsonSchema, pointer: string): boolean => stringPolicyAt(root, pointer) !== 'free';
