import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFigures } from './figures.mjs';
import { ModelFolderError } from './model-folder-error.mjs';

/** Git hosts refuse files above 100 MB, so weights come in shards below this. */
const maxFileBytes = 90_000_000;

const requiredMembers = ['id', 'version', 'license', 'base', 'promptFormat', 'graph', 'shape', 'specialTokens', 'files'];
const goldenMembers = { schema: 'object', text: 'string', prompt: 'string', promptIds: 'array', segments: 'array', output: 'object' };

async function readText(folder, file) {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (error) {
    throw new ModelFolderError(`${file} cannot be read in ${folder} (${error.code})`);
  }
}

function parseJson(text, what) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelFolderError(`${what} is not JSON: ${error.message}`);
  }
}

async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

const sizeOf = (path) =>
  stat(path).then(
    (stats) => stats.size,
    () => undefined,
  );

/** @returns {Promise<boolean>} whether both files are there and hold the same bytes */
export async function isSameFile(a, b) {
  const [sizeA, sizeB] = await Promise.all([sizeOf(a), sizeOf(b)]);
  return sizeA !== undefined && sizeA === sizeB && (await sha256(a)) === (await sha256(b));
}

async function checkFile(folder, name, { bytes, sha256: expected } = {}) {
  if (name !== basename(name) || name.startsWith('.') || name.includes('\\'))
    throw new ModelFolderError(`model.json lists ${name}, which is not a plain file name`);
  const size = await sizeOf(join(folder, name));
  if (size === undefined) throw new ModelFolderError(`${name} is missing in ${folder}`);
  if (size !== bytes) throw new ModelFolderError(`${name} has ${size} bytes where model.json says ${bytes}`);
  if (size > maxFileBytes)
    throw new ModelFolderError(`${name} has ${size} bytes; a file in Git may have ${maxFileBytes}: cut the weights into smaller shards`);
  const actual = await sha256(join(folder, name));
  if (actual !== expected) throw new ModelFolderError(`${name} has the SHA-256 ${actual} where model.json says ${expected}`);
}

async function checkManifest(folder) {
  const manifest = parseJson(await readText(folder, 'model.json'), 'model.json');
  const missing = requiredMembers.filter((member) => !manifest?.[member]);
  if (missing.length > 0) throw new ModelFolderError(`model.json lacks ${missing.join(', ')}`);
  // LICENSE and NOTICE of the package say so; another licence needs a person.
  if (manifest.license !== 'Apache-2.0')
    throw new ModelFolderError(`model.json names the license ${manifest.license}; LICENSE and NOTICE of the package say Apache-2.0`);
  for (const file of [manifest.graph, 'tokenizer.json'])
    if (!(file in manifest.files)) throw new ModelFolderError(`model.json does not list ${file}`);
  return manifest;
}

const isOfType = (value, type) => (Array.isArray(value) ? type === 'array' : value !== null && typeof value === type);

async function countGoldenCases(folder) {
  const lines = (await readText(folder, 'golden.jsonl')).split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new ModelFolderError('golden.jsonl holds no case');
  for (const [index, line] of lines.entries()) {
    const golden = parseJson(line, `golden.jsonl, line ${index + 1},`);
    const wrong = Object.keys(goldenMembers).find((member) => !isOfType(golden?.[member], goldenMembers[member]));
    if (wrong) throw new ModelFolderError(`golden.jsonl, line ${index + 1}, has no ${wrong} (${goldenMembers[wrong]})`);
  }
  return lines.length;
}

/** Reads and checks everything in a model folder; nothing is written anywhere. */
export async function checkFolder(folder) {
  const manifest = await checkManifest(folder);
  for (const [name, expected] of Object.entries(manifest.files)) await checkFile(folder, name, expected);
  const goldenCases = await countGoldenCases(folder);
  const figures = readFigures(await readText(folder, 'README.md'));
  if (figures === undefined)
    throw new ModelFolderError('README.md has no table of figures (a row that begins with "| set |" and at least one below)');
  return { folder, manifest, goldenCases, figures };
}
