import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { freeBuffer } from './free-buffer.js';

it('gives the memory of buffers back without a garbage collection, again and again', async () => {
  const bytes = 60e6;
  for (let time = 0; time < 3; time++) {
    const before = process.memoryUsage().rss;
    const buffer = new ArrayBuffer(bytes);
    new Uint8Array(buffer).fill(1);
    expect(process.memoryUsage().rss - before).toBeGreaterThan(0.9 * bytes);
    freeBuffer(buffer);
    expect(buffer.byteLength).toBe(0);
    await sleep(5);
    expect(process.memoryUsage().rss - before).toBeLessThan(0.2 * bytes);
  }
});
