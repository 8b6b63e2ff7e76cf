import { describe, expect, it } from 'vitest';
import { SourceText } from '../source-text.js';
import { likelyStretch } from './continuation.js';
import { DraftLength } from './draft-length.js';

describe('the stretch that a value is likely to be made of', () => {
  const stretchOf = (text: string, from = 0) => likelyStretch(new SourceText(text), from);

  it.each([
    ['John Doe, 149.99 EUR', 'John Doe'],
    ['Hafenstr. 12\n20457 Hamburg', 'Hafenstr'],
    ['12.50 EUR.', '12.50 EUR'],
    ['two  columns', 'two'],
    ['Müller & Söhne (GmbH)', 'Müller & Söhne'],
    ['東京都港区', '東京都港区'],
    ['say "hello"', 'say'],
    [', next', ''],
  ])('of %j is %j', (text, stretch) => {
    expect(stretchOf(text)).toBe(stretch);
  });

  it('never cuts a character in two', () => {
    expect(stretchOf('é'.repeat(200))).toMatch(/^é+$/);
  });
});

describe('the length of drafts', () => {
  it('doubles after a whole draft was right, halves after one was wrong, within its limits', () => {
    const length = new DraftLength();
    const first = length.tokens;
    length.learn(first, first);
    expect(length.tokens).toBe(2 * first);
    for (let i = 0; i < 10; i++) length.learn(8, 8);
    expect(length.tokens).toBe(24);
    for (let i = 0; i < 10; i++) length.learn(8, 0);
    expect(length.tokens).toBe(4);
    length.learn(0, 0);
    expect(length.tokens).toBe(4);
  });
});
