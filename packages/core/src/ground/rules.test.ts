import { describe, expect, it } from 'vitest';
import { checkRules, type Rule } from './rules.js';

describe('sums', () => {
  const sum: Rule = { sum: ['/items/*/price'], equals: '/total' };

  it('are exact decimals', () => {
    expect(checkRules({ items: [{ price: 0.1 }, { price: 0.2 }], total: 0.3 }, [sum])).toEqual([]);
    expect(checkRules({ items: [{ price: 1e21 }, { price: 1e-7 }], total: 1e21 }, [sum])).toHaveLength(1);
  });

  it('say by how much and where they fail', () => {
    const [failure] = checkRules({ items: [{ price: 10.5 }, { price: 2 }], total: 12.4 }, [sum]);
    expect(failure).toMatchObject({ rule: sum, pointers: ['/items/0/price', '/items/1/price', '/total'] });
    expect(failure?.message).toContain('0.1 more than /total');
  });

  it('pass within the tolerance and fail just beyond it', () => {
    const rule: Rule = { ...sum, tolerance: 0.01 };
    expect(checkRules({ items: [{ price: 1 }], total: 1.01 }, [rule])).toEqual([]);
    expect(checkRules({ items: [{ price: 1 }], total: 1.011 }, [rule])).toHaveLength(1);
  });

  it('add several patterns', () => {
    expect(checkRules({ net: 80, tax: 20, total: 100 }, [{ sum: ['/net', '/tax'], equals: '/total' }])).toEqual([]);
    expect(checkRules({ net: 80, tax: 19, total: 100 }, [{ sum: ['/net', '/tax'], equals: '/total' }])).toHaveLength(1);
  });

  it('hold for each record by itself where the total has stars too', () => {
    const orders = [
      { lines: [{ price: 1 }, { price: 2 }], total: 3 },
      { lines: [{ price: 4 }], total: 5 },
    ];
    const failures = checkRules({ orders }, [{ sum: ['/orders/*/lines/*/price'], equals: '/orders/*/total' }]);
    expect(failures.map((failure) => failure.pointers)).toEqual([['/orders/1/lines/0/price', '/orders/1/total']]);
  });

  it.each([
    ['a missing total', { items: [{ price: 1 }] }],
    ['a null total', { items: [{ price: 1 }], total: null }],
    ['a missing part', { items: [{ price: 1 }, {}], total: 5 }],
    ['no items', { items: [], total: 5 }],
    ['a part of another type', { items: [{ price: '1' }], total: 5 }],
    ['no object at all', null],
  ])('do not apply to %s', (_, data) => {
    expect(checkRules(data, [sum])).toEqual([]);
  });
});

describe('order', () => {
  const before: Rule = { before: ['/start', '/end'] };

  it.each([
    ['2024-05-01', '2024-04-30'],
    ['2024-05-01T10:00:00Z', '2024-05-01T11:00:00+02:00'],
    ['10:00', '09:59'],
    [2, 1],
    ['2024-05-02', '2024-05-01T10:00:00Z'],
  ])('%s before %s fails', (start, end) => {
    expect(checkRules({ start, end }, [before])).toMatchObject([{ pointers: ['/start', '/end'] }]);
  });

  it.each([
    ['2024-05-01', '2024-05-01'],
    ['2024-05-01', '2024-05-01T10:00:00Z'],
    ['2024-05-01', null],
    ['2024-05-01', 'soon'],
    ['2024-05-01', '10:00'],
    [1, 2],
  ])('%s before %s passes or does not apply', (start, end) => {
    expect(checkRules({ start, end }, [before])).toEqual([]);
  });

  it('pairs stars', () => {
    const stays = [
      { from: '2024-01-01', to: '2024-01-05' },
      { from: '2024-02-09', to: '2024-02-05' },
    ];
    expect(checkRules({ stays }, [{ before: ['/stays/*/from', '/stays/*/to'] }]).map((failure) => failure.pointers)).toEqual([
      ['/stays/1/from', '/stays/1/to'],
    ]);
  });

  it('reads escaped pointers', () => {
    expect(checkRules({ 'a/b': 2, 'c~d': 1 }, [{ before: ['/a~1b', '/c~0d'] }])).toHaveLength(1);
  });
});

describe('functions', () => {
  it('pass with true and fail with their words', () => {
    const rule: Rule = (data) => (data as { n: number }).n > 1 || 'n is too small';
    expect(checkRules({ n: 2 }, [rule])).toEqual([]);
    expect(checkRules({ n: 1 }, [rule])).toEqual([{ rule, pointers: [], message: 'n is too small' }]);
  });
});
