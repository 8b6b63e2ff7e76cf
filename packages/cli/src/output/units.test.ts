import { expect, it } from 'vitest';
import { formatBytes, formatMs } from './units.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [139_353_344, '139.4 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it('formats milliseconds and seconds', () => {
  expect([formatMs(12.4), formatMs(1234)]).toEqual(['12 ms', '1.2 s']);
});
