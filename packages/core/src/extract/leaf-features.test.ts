import { describe, expect, it } from 'vitest';
import type { LeafEvidence } from '../decode/leaf.js';
import { featuresOf } from './leaf-features.js';

const certain: LeafEvidence = { present: 0, around: 0, first: 0, lowest: 0, repeats: 0 };
const at = (pointer: string, evidence: Partial<LeafEvidence> = {}) =>
  featuresOf({ pointer, from: 0, logProbability: 0 }, { ...certain, ...evidence }, 'copied');

describe('the features of a leaf', () => {
  it('are log-odds of its evidence', () => {
    const { present, first, lowest } = at('/a', { present: Math.log(0.5), first: Math.log(0.9), lowest: Math.log(0.25) });
    expect(present).toBeCloseTo(0, 10);
    expect(first).toBeCloseTo(Math.log(9), 10);
    expect(lowest).toBeCloseTo(Math.log(1 / 3), 10);
  });

  it('stay within bounds where something is certain, impossible or unknown', () => {
    expect(at('/a').first).toBeCloseTo(9.2, 1);
    const least = at('/a', { first: -9 }).first;
    expect(at('/a', { first: Number.NEGATIVE_INFINITY }).first).toBe(least);
    expect(at('/a', { first: Number.NaN }).first).toBe(least);
  });

  it('tell items of lists, values of records in lists, and others apart', () => {
    expect(at('/a')).toMatchObject({ item: 0, inRecord: 0, position: 0 });
    expect(at('/a/3')).toMatchObject({ item: 1, inRecord: 0, position: Math.log(4) });
    expect(at('/a/3/name')).toMatchObject({ item: 0, inRecord: 1, position: Math.log(4) });
    expect(at('/a/3/tags/0')).toMatchObject({ item: 1, inRecord: 0, position: Math.log(4) });
  });

  it('say of which kind it is, and how often it was given before', () => {
    expect(at('/a', { repeats: 9 })).toMatchObject({ copied: 1, chosen: 0, repeats: 3 });
    expect(at('/a/4', { repeats: 2 })).toMatchObject({ repeats: 2 });
  });

  it('take no offence at records that agree in a value', () => {
    expect(at('/orders/4/status', { repeats: 4 }).repeats).toBe(0);
  });
});
