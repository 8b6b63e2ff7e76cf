import { expect, it } from 'vitest';
import { Conjunction } from './conjunction.js';

it('a clone has every field of the original, and stands beside it', () => {
  const original = new Conjunction(true);
  const fields = Object.keys(original).filter((field) => field !== 'isAlone');
  for (const field of fields) Object.assign(original, { [field]: [field] });
  expect(fields.length).toBeGreaterThan(15);
  expect(original.clone()).toEqual({ ...original, isAlone: false });
});
