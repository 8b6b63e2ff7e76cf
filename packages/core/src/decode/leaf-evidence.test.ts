import { describe, expect, it } from 'vitest';
import { EvidenceTrail } from './leaf-evidence.js';

const byte = (character: string) => character.charCodeAt(0);
const log = Math.log;

describe('the evidence of a value', () => {
  it('keeps apart that there is a value, which one, and how it goes on', () => {
    const trail = new EvidenceTrail();
    const evidence = trail.begin('/name', byte('"'), log(0.8), 0.2);
    trail.add(evidence, log(0.5));
    trail.add(evidence, log(0.9));
    trail.add(evidence, log(0.7));
    trail.add(evidence, log(0.95));
    expect(Math.exp(evidence.present)).toBeCloseTo(0.8, 10);
    expect(Math.exp(evidence.first)).toBeCloseTo(0.5, 10);
    expect(Math.exp(evidence.lowest)).toBeCloseTo(0.7, 10);
  });

  it('takes the first digit of a number for the value, given that there is one', () => {
    const evidence = new EvidenceTrail().begin('/total', byte('4'), log(0.3), 0.4);
    expect(Math.exp(evidence.present)).toBeCloseTo(0.6, 10);
    expect(Math.exp(evidence.first)).toBeCloseTo(0.5, 10);
  });

  it('says of a null how probable a value was', () => {
    const evidence = new EvidenceTrail().begin('/total', byte('n'), log(0.9), 0.9);
    expect(Math.exp(evidence.present)).toBeCloseTo(0.1, 10);
    expect(evidence.first).toBe(0);
  });

  it('counts the comma before an item as the decision that there is one', () => {
    const trail = new EvidenceTrail();
    trail.open('/tags', 0.1);
    trail.begin('/tags/0', byte('"'), log(0.95), 0.05);
    // A quarter of all tokens that could stand there end the number instead: they say nothing about the list.
    trail.goOn('/tags/1', log(0.6), 0.15);
    const evidence = trail.beginForced('/tags/1');
    expect(Math.exp(evidence.present)).toBeCloseTo(0.8, 10);
    expect(Math.exp(evidence.around)).toBeCloseTo(0.9, 10);
  });

  it('multiplies the doubts about all that a value is in', () => {
    const trail = new EvidenceTrail();
    trail.open('/orders', 0.1);
    trail.open('/orders/0', 0.2);
    trail.open('/orders/0/lines', 0.5);
    expect(Math.exp(trail.beginForced('/orders/0/lines/0').around)).toBeCloseTo(0.9 * 0.8 * 0.5, 10);
    expect(trail.beginForced('/other').around).toBe(0);
  });

  it('counts how often the same string was copied before', () => {
    const trail = new EvidenceTrail();
    const counts = ['Rome', 'Paris', 'Rome', 'Rome'].map((content, i) => {
      const evidence = trail.beginForced(`/cities/${i}`);
      trail.closeCopied(evidence, content);
      return evidence.repeats;
    });
    expect(counts).toEqual([0, 0, 1, 2]);
  });
});
