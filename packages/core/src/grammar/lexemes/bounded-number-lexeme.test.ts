import { describe, expect, it } from 'vitest';
import { DEAD } from '../automata/code-point-dfa.js';
import { type NumberRange, onlyWhole, unboundedRange, withDivisor, withoutValues, withRange } from '../numbers/number-range.js';
import { BoundedNumberLexeme } from './bounded-number-lexeme.js';

function accepts(range: NumberRange, text: string, wholeOnly = false): boolean {
  const lexeme = new BoundedNumberLexeme(wholeOnly ? onlyWhole(range, true) : range, wholeOnly);
  let state = lexeme.start;
  for (const character of text) {
    if (state !== DEAD) state = lexeme.step(state, character.charCodeAt(0));
  }
  return state !== DEAD && lexeme.isAccepting(state);
}

const between = (min: number, max: number): NumberRange =>
  withRange(unboundedRange, { value: min, exclusive: false }, { value: max, exclusive: false });

describe('BoundedNumberLexeme', () => {
  it.each([
    ['0', true],
    ['1', true],
    ['1.0', true],
    ['0.5', true],
    ['1.1', false],
    ['-0.1', false],
    ['00', false],
  ])('decides %s for 0 to 1: %s', (text, expected) => {
    expect(accepts(between(0, 1), text)).toBe(expected);
  });

  it.each(['18', '20', '99', '149', '150'])('takes the whole number %s of 18 to 150', (text) => {
    expect(accepts(between(18, 150), text, true)).toBe(true);
  });

  it.each(['1', '2', '17', '151', '15', '1500', '18.0'])('refuses %s for whole numbers of 18 to 150', (text) => {
    expect(accepts(between(18, 150), text, true)).toBe(false);
  });

  it('keeps to multiples, exactly', () => {
    const cents = withDivisor(unboundedRange, 0.01);
    expect(['1.23', '100', '-5.5', '0.30'].map((text) => accepts(cents, text))).toEqual([true, true, true, true]);
    expect(accepts(cents, '1.234')).toBe(false);
    expect(['7', '-21', '0', '15'].map((text) => accepts(withDivisor(unboundedRange, 7), text, true))).toEqual([true, true, true, false]);
  });

  it('refuses a digit after which no multiple can follow', () => {
    const lexeme = new BoundedNumberLexeme(onlyWhole(withDivisor(between(10, 29), 7), true), true);
    expect(lexeme.step(lexeme.start, '3'.charCodeAt(0))).toBe(DEAD);
    expect(lexeme.step(lexeme.start, '2'.charCodeAt(0))).not.toBe(DEAD);
  });

  it('has no state where no number fits', () => {
    expect(new BoundedNumberLexeme(onlyWhole(withDivisor(between(1, 4), 5), true), true).isEmpty).toBe(true);
  });

  it('leaves out single values', () => {
    const range = withoutValues(between(1, 12), [1, 2]);
    expect(['1', '2', '3', '12'].map((text) => accepts(range, text, true))).toEqual([false, false, true, true]);
  });

  it('writes no digits that a double would round to a limit', () => {
    const below = withRange(unboundedRange, undefined, { value: 1, exclusive: true });
    expect(accepts(below, '0.99999999999999999999')).toBe(false);
    expect(accepts(below, '0.99999999999999')).toBe(true);
  });
});
