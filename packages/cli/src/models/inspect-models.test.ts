import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkModel } from '../doctor/model-checks.js';
import { inspectModels } from './inspect-models.js';

const original = fileURLToPath(new URL('../../../model-135m', import.meta.url));
const files = ['model.json', 'model.onnx', 'model.1.bin', 'model.2.bin', 'tokenizer.json'];
let folder: string;

/** A model folder of links to the real files, so that one can be damaged without a copy of the others. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maaza-'));
  for (const file of files) symlinkSync(join(original, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

function replace(file: string, content: Uint8Array): void {
  rmSync(join(folder, file));
  writeFileSync(join(folder, file), content);
}

describe('inspectModels', () => {
  it('finds the installed model whole', async () => {
    expect(await inspectModels()).toMatchObject([{ state: 'ok', facts: { id: 'maaza-135m', license: 'Apache-2.0' } }]);
    expect(await checkModel()).toMatchObject({ name: 'model', status: 'ok' });
  });

  it('notices one changed bit', async () => {
    const bytes = readFileSync(join(original, 'model.onnx'));
    bytes[5000]! ^= 1;
    replace('model.onnx', bytes);
    expect(await inspectModels(folder)).toMatchObject([
      { state: 'damaged', code: 'model_damaged', facts: { id: 'maaza-135m' }, problem: expect.stringContaining('model.onnx') },
    ]);
    expect(await checkModel(folder)).toMatchObject({ status: 'fail', message: expect.stringContaining('model.onnx') });
  });

  it('notices a file that is cut short, missing, or no model at all', async () => {
    replace('tokenizer.json', readFileSync(join(original, 'tokenizer.json')).subarray(0, 1000));
    expect(await inspectModels(folder)).toMatchObject([{ state: 'damaged', problem: expect.stringContaining('tokenizer.json') }]);
    rmSync(join(folder, 'tokenizer.json'));
    expect(await inspectModels(folder)).toMatchObject([{ state: 'damaged', problem: expect.stringContaining('missing') }]);
    rmSync(join(folder, 'model.json'));
    expect(await inspectModels(folder)).toMatchObject([{ state: 'missing', code: 'model_not_installed' }]);
  });
});
