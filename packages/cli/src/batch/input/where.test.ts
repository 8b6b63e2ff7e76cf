import { describe, expect, it } from 'vitest';
import { parseCondition } from './where.js';

const columns = {
  lang: 'de',
  total: 12.5,
  count: '7',
  note: '',
  none: null,
  nested: { a: ['x', { 'b/c': 'deep' }] },
  yes: true,
  'a=b': 'odd',
};

describe('parseCondition', () => {
  it.each<[string, boolean]>([
    ['lang=de', true],
    ['lang = de ', true],
    ['lang=en', false],
    ['lang!=en', true],
    ['lang!=de', false],
    ['lang~^d', true],
    ['lang~D', false],
    ['lang!~^d', false],
    ['total>12', true],
    ['total>12.5', false],
    ['total>=12.5', true],
    ['total<13', true],
    ['total<=12.4', false],
    ['count<10', true],
    ['yes=true', true],
    ['note=', true],
    ['none=', true],
    ['missing=', true],
    ['missing!=x', true],
    ['note>0', false],
    ['missing<=0', false],
    ['lang>1', false],
    ['/nested/a/1/b~1c=deep', true],
    ['/nested/a/9=', true],
    ['lang~e|x=', true],
    ['constructor=', true],
  ])('%s is %s', (expression, expected) => {
    expect(parseCondition(expression)(columns)).toBe(expected);
  });

  it.each(['lang', '=de', 'lang~(', 'total>many', 'total<', ''])('refuses %j', (expression) => {
    expect(() => parseCondition(expression)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('runs nothing of what stands in it', () => {
    expect(parseCondition('lang=`; process.exit(9)')(columns)).toBe(false);
  });
});
