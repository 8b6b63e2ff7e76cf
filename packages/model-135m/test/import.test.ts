import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../scripts/import.mjs', import.meta.url));

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'maaza-import-'));
  writeRepository();
  writeModel();
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const at = (...path: string[]) => join(place, ...path);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

function manifestOf(files: Record<string, string>, members: object = {}) {
  const entries = Object.entries(files).map(([name, text]) => [
    name,
    { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') },
  ]);
  const base = { id: 'tiny', license: 'Apache-2.0', base: 'a base', quantization: 'int8', promptFormat: 'p/1', graph: 'model.onnx' };
  return { ...base, version: '0.2.0', shape: {}, specialTokens: {}, ...members, files: Object.fromEntries(entries) };
}

const oldFiles = { 'model.onnx': 'old graph', 'model.1.bin': 'old 1', 'model.2.bin': 'old 2', 'tokenizer.json': '{}' };
const newFiles = { 'model.onnx': 'new graph', 'model.1.bin': 'new weights', 'tokenizer.json': '{}' };
const goldenLine = JSON.stringify({ schema: {}, text: 't', prompt: 'p', promptIds: [1], segments: [], output: {} });
const table = '| set | F1 |\n| --- | ---: |\n| receipts | 81.5 |';

function writeRepository(): void {
  const block = '# Title\n\nbefore\n\n<!-- figures -->\nold figures\n<!-- /figures -->\n\nafter\n';
  write('repo/README.md', block);
  write('repo/packages/model-135m/README.md', block);
  for (const [name, text] of Object.entries(oldFiles)) write(`repo/packages/model-135m/${name}`, text);
  write('repo/packages/model-135m/model.json', JSON.stringify(manifestOf(oldFiles, { version: '0.1.0' })));
}

function writeModel(members: object = {}): void {
  for (const [name, text] of Object.entries(newFiles)) write(`model/${name}`, text);
  write('model/model.json', JSON.stringify(manifestOf(newFiles, members)));
  write('model/golden.jsonl', `${goldenLine}\n${goldenLine}\n`);
  write('model/README.md', `# tiny\n\nText.\n\nF1 on the sets in \`../eval\`, greedy:\n\n${table}\n\nKnown weaknesses: long lists.\n`);
}

function runImport(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args, '--root', at('repo')], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** Every file of the repository with its text. */
function snapshot(): Record<string, string> {
  const files = readdirSync(at('repo'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')]).sort(),
  );
}

describe('npm run model:import', () => {
  it('puts files, golden cases and figures in place, and removes shards that are gone', async () => {
    const { code, stdout } = await runImport(at('model'));
    expect(code).toBe(0);
    expect(stdout).toContain('tiny 0.2.0 (2 golden cases) is here now');
    for (const [name, text] of Object.entries(newFiles)) expect(read('repo/packages/model-135m', name)).toBe(text);
    expect(readdirSync(at('repo/packages/model-135m')).sort()).toEqual([
      'README.md',
      'model.1.bin',
      'model.json',
      'model.onnx',
      'tokenizer.json',
    ]);
    expect(read('repo/packages/core/test/fixtures/golden.jsonl')).toBe(read('model/golden.jsonl'));
    const block = `# Title\n\nbefore\n\n<!-- figures -->\nF1 on the sets, greedy:\n\n${table}\n<!-- /figures -->\n\nafter\n`;
    expect(read('repo/README.md')).toBe(block);
    expect(read('repo/packages/model-135m/README.md')).toBe(block);
    expect(read('repo/docs/model-figures.md')).toContain(`# Figures of tiny 0.2.0`);
    expect(read('repo/docs/model-figures.md')).toContain(`${table}\n\nKnown weaknesses: long lists.`);
  });

  it('changes nothing the second time', async () => {
    await runImport(at('model'));
    const before = snapshot();
    const { code, stdout } = await runImport(at('model'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/tiny 0\.2\.0 \(2 golden cases\) was already here\n$/);
    expect(snapshot()).toEqual(before);
  });

  const calibration = { leaves: {}, minProbability: 0.5 };
  const manifestThere = () => JSON.parse(read('repo/packages/model-135m/model.json')) as { calibration?: object; version: string };

  it('keeps the calibration that was fitted here where the weights are the same', async () => {
    await runImport(at('model'));
    write('repo/packages/model-135m/model.json', JSON.stringify(manifestOf(newFiles, { calibration })));
    const { code, stdout } = await runImport(at('model'));
    expect(code).toBe(0);
    expect(manifestThere().calibration).toEqual(calibration);
    expect(stdout).not.toContain('no calibration');
    const before = snapshot();
    expect((await runImport(at('model'))).stdout).toContain('was already here');
    expect(snapshot()).toEqual(before);
  });

  it('drops the calibration of other weights, and says so', async () => {
    write('repo/packages/model-135m/model.json', JSON.stringify(manifestOf(oldFiles, { calibration })));
    const { stdout } = await runImport(at('model'));
    expect(manifestThere()).not.toHaveProperty('calibration');
    expect(stdout).toContain('no calibration: probabilities stay raw');
  });

  it('takes the calibration that comes with the weights', async () => {
    const other = { leaves: {}, minProbability: 0.7 };
    write('repo/packages/model-135m/model.json', JSON.stringify(manifestOf(newFiles, { calibration })));
    writeModel({ calibration: other });
    await runImport(at('model'));
    expect(manifestThere().calibration).toEqual(other);
  });

  const damages: [string, () => void, RegExp][] = [
    ['a folder that is not there', () => rmSync(at('model'), { recursive: true }), /model\.json cannot be read/],
    ['a model.json that is cut short', () => write('model/model.json', '{"id":'), /model\.json is not JSON/],
    ['a model.json without shapes', () => writeModel({ shape: undefined }), /model\.json lacks shape/],
    ['another licence', () => writeModel({ license: 'MIT' }), /license MIT/],
    ['a graph that is not listed', () => writeModel({ graph: 'other.onnx' }), /does not list other\.onnx/],
    [
      'a path in place of a file name',
      () => write('model/model.json', read('model/model.json').replace('model.1.bin', '../x.bin')),
      /not a plain file name/,
    ],
    ['a missing shard', () => rmSync(at('model/model.1.bin')), /model\.1\.bin is missing/],
    ['a shard that is cut short', () => write('model/model.1.bin', 'new weight'), /has 10 bytes where model\.json says 11/],
    ['a shard with one other byte', () => write('model/model.1.bin', 'new weighty'), /model\.1\.bin has the SHA-256/],
    ['no golden cases', () => write('model/golden.jsonl', '\n'), /holds no case/],
    [
      'a golden case without output',
      () => write('model/golden.jsonl', `${goldenLine}\n${goldenLine.replace('output', 'outputs')}`),
      /line 2, has no output/,
    ],
    ['a README without figures', () => write('model/README.md', '# tiny\n\nNo table.\n'), /no table of figures/],
    ['a repository without a block for figures', () => write('repo/README.md', '# Title\n'), /has no block/],
  ];

  it.each(damages)('refuses %s, and leaves everything as it was', async (_, damage, message) => {
    damage();
    const before = snapshot();
    const { code, stdout, stderr } = await runImport(at('model'));
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.split('\n')[1]).toBe('nothing was changed');
    expect(snapshot()).toEqual(before);
  });

  // A folder stands where the script needs a file: that fails for every user, root included.
  it.each([
    ['before anything is replaced', 'repo/docs/model-figures.md.importing/x'],
    ['when half of the files are replaced', 'repo/packages/model-135m/README.md.before-import/x'],
  ])('leaves everything as it was where writing fails %s', async (_, obstacle) => {
    write(obstacle, '');
    const before = snapshot();
    const { code, stderr } = await runImport(at('model'));
    expect([code, stderr.includes('nothing was changed')]).toEqual([1, true]);
    expect(snapshot()).toEqual(before);
  });

  it('says how it is called', async () => {
    expect((await runImport()).stderr).toContain('usage: npm run model:import -- FOLDER');
    expect((await runImport('a', 'b')).code).toBe(1);
    expect((await runImport(at('model'), '--force')).stderr).toContain('--force');
  });
});
