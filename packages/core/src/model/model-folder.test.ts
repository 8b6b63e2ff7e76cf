import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MaazaError } from '../errors/index.js';
import { openModelFolder, verifyModelFolder } from './model-folder.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a model folder', () => {
  let folder: string;
  const files: Record<string, string> = { 'model.onnx': 'graph', 'tokenizer.json': '{}', 'model.1.bin': 'weights' };
  const manifest = () => ({
    id: 'tiny',
    version: '1.0.0',
    license: 'MIT',
    base: 'none',
    quantization: 'none',
    promptFormat: 'schema-text-json/1',
    graph: 'model.onnx',
    shape: {},
    specialTokens: {},
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, { bytes: text.length, sha256: sha256(text) }])),
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maaza-model-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'model.json'), JSON.stringify(manifest()));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const failure = async () =>
    (await openModelFolder(folder)
      .then(verifyModelFolder)
      .catch((error: unknown) => error)) as MaazaError;

  it('opens, and its digest changes with any file', async () => {
    const before = await openModelFolder(folder);
    await verifyModelFolder(before);
    const changed = manifest();
    changed.files['model.1.bin']!.sha256 = sha256('other');
    await writeFile(join(folder, 'model.json'), JSON.stringify(changed));
    expect((await openModelFolder(folder)).digest).not.toBe(before.digest);
  });

  it('is not installed without model.json, and the message names the command', async () => {
    await rm(join(folder, 'model.json'));
    const error = await failure();
    expect(error.code).toBe('model_not_installed');
    expect(error.message).toContain('npm install @maaza/model-135m');
  });

  it.each([
    ['is missing', () => rm(join(folder, 'model.1.bin'))],
    ['is cut short', () => writeFile(join(folder, 'model.1.bin'), 'weigh')],
    ['is changed', () => writeFile(join(folder, 'model.1.bin'), 'weighty')],
  ])('is damaged where a file %s', async (_name, damage) => {
    await damage();
    expect(await failure()).toMatchObject({ code: 'model_damaged', details: { file: 'model.1.bin' } });
  });

  it.each([
    ['is no JSON', '{'],
    ['lacks members', '{"id":"x"}'],
    ['wants another prompt format', JSON.stringify({ ...manifest(), promptFormat: 'other/2' })],
    ['names a path', JSON.stringify({ ...manifest(), files: { ...manifest().files, '../x': { bytes: 1, sha256: '' } } })],
  ])('is damaged where model.json %s', async (_name, json) => {
    await writeFile(join(folder, 'model.json'), json);
    expect(await failure()).toMatchObject({ code: 'model_damaged', details: { file: 'model.json' } });
  });
});
