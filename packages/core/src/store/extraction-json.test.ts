import { describe, expect, it } from 'vitest';
import { createSampleExtraction } from '../testing/index.js';
import { readExtraction, writeExtraction } from './index.js';

describe('readExtraction', () => {
  const json = writeExtraction(createSampleExtraction());

  it('reads what writeExtraction wrote', () => {
    expect(readExtraction(json)).toEqual(createSampleExtraction());
  });

  it('refuses everything that was cut short', () => {
    for (let length = 0; length < json.length; length++) expect(() => readExtraction(json.slice(0, length))).toThrow(/not an extraction/);
  });

  it.each(['null', '[]', '"x"', '{}', '{"object":"extraction"}', json.replace('"valid":true', '"valid":1')])('refuses %s', (text) => {
    expect(() => readExtraction(text)).toThrow(expect.objectContaining({ code: 'store_unavailable' }));
  });
});
