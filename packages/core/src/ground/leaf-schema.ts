import type { JsonSchema } from '../schema/json-schema.js';
import { typesOf } from './asked.js';
import { compareSum } from './decimals.js';

/** Whether a leaf's own schema takes a value: type, enum, const and the numeric bounds. What else it says, a validator checks afterwards. */
export function takesValue(schema: JsonSchema, value: string | number): boolean {
  const types = typesOf(schema);
  if (types.length > 0 && !types.includes(typeof value) && !(types.includes('integer') && Number.isInteger(value))) return false;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return false;
  if ('const' in schema && schema.const !== value) return false;
  return typeof value === 'string' || isWithin(schema, value);
}

function isWithin(schema: JsonSchema, value: number): boolean {
  if (typeof schema.minimum === 'number' && value < schema.minimum) return false;
  if (typeof schema.exclusiveMinimum === 'number' && value <= schema.exclusiveMinimum) return false;
  if (typeof schema.maximum === 'number' && value > schema.maximum) return false;
  if (typeof schema.exclusiveMaximum === 'number' && value >= schema.exclusiveMaximum) return false;
  return typeof schema.multipleOf !== 'number' || isMultiple(value, schema.multipleOf);
}

/** In decimals: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
  const nearest = Math.round(value / step);
  return compareSum([nearest * step], value, 1e-9 * Math.abs(value))?.isWithin === true;
}
