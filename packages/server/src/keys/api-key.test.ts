import { describe, expect, it } from 'vitest';
import { createApiKey, hashSecret, modes, readApiKey, shownPrefix } from './api-key.js';

describe('API keys', () => {
  it.each(modes)('of mode %s are sk_%s_, 32 characters and a checksum, all different', (mode) => {
    const keys = Array.from({ length: 200 }, () => createApiKey(mode));
    for (const key of keys) {
      expect(key).toMatch(new RegExp(`^sk_${mode}_[0-9A-Za-z]{38}$`));
      expect(readApiKey(key)).toBe(mode);
    }
    expect(new Set(keys.map(hashSecret)).size).toBe(200);
  });

  it('with any one character changed are not read', () => {
    const key = createApiKey('live');
    for (let at = 0; at < key.length; at++) {
      const other = key[at] === 'A' ? 'B' : 'A';
      expect(readApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
    }
    for (const wrong of ['', key.slice(0, -1), `${key}0`, ` ${key}`, `${key}\n`, key.replace('live', 'test')])
      expect(readApiKey(wrong)).toBeUndefined();
  });

  it('show little of themselves', () => {
    const key = createApiKey('test');
    expect(key.startsWith(shownPrefix(key))).toBe(true);
    expect(shownPrefix(key)).toHaveLength(12);
  });
});
