import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${folder}/model.json`, 'utf8')) as {
  graph: string;
  files: Record<string, { bytes: number; sha256: string }>;
};

describe('the model package', () => {
  it.each(Object.entries(manifest.files))('%s has the size and digest that model.json says', (file, expected) => {
    const bytes = readFileSync(`${folder}/${file}`);
    expect({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }).toEqual(expected);
  });

  it('holds no weights that model.json does not list', () => {
    const weights = readdirSync(folder).filter((file) => /\.(bin|onnx)$/.test(file));
    expect(weights.filter((file) => !(file in manifest.files))).toEqual([]);
  });

  it('lists every shard that the graph names', () => {
    const named = new Set(readFileSync(`${folder}/${manifest.graph}`, 'latin1').match(/model\.\d+\.bin/g));
    expect(named.size).toBeGreaterThan(0);
    expect([...named].filter((file) => !(file in manifest.files))).toEqual([]);
  });
});
