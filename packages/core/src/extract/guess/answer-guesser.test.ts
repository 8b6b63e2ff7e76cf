import { describe, expect, it } from 'vitest';
import { AnswerGuesser } from './answer-guesser.js';

describe('guesses that a second look finds what the first one did', () => {
  const others = { candidates: (pointer: string) => (pointer === '/total' ? ['9.5', 'null'] : ['"other"']) };
  const guesser = new AnswerGuesser({ shop: 'A "B"', total: 12, items: [{ name: 'tea' }], none: null, empty: [] }, others);

  it.each([
    ['/shop', ['"A \\"B\\""', '"other"']],
    ['/total', ['12', '9.5', 'null']],
    ['/items', ['[', '"other"']],
    ['/items/0', ['{', '"other"']],
    ['/items/0/name', ['"tea"', '"other"']],
    ['/none', ['null', '"other"']],
  ])('%s: what was there first, then what else is guessed', (pointer, expected) => {
    expect(guesser.candidates(pointer, 0)).toEqual(expected);
  });

  it('takes lists to be as long as they were', () => {
    expect(guesser.candidates('/items/1', 0)).toEqual([]);
    expect(guesser.candidates('/empty/0', 0)).toEqual([]);
  });

  it('leaves values that were not there to the others', () => {
    expect(guesser.candidates('/unknown', 0)).toEqual(['"other"']);
  });
});
