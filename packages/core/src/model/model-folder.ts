import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelError } from '../errors/index.js';
import { type ModelManifest, parseModelManifest } from './manifest.js';

/** A model whose files are on this disk. */
export interface ModelFolder {
  readonly directory: string;
  readonly manifest: ModelManifest;
  /** SHA-256 over the digests of all files and the calibration: one word for "these weights, read this way" */
  readonly digest: string;
}

const defaultModelPackage = '@maaza/model-135m';

function resolveDefaultModel(): string {
  const candidates = [
    () => fileURLToPath(import.meta.resolve(`${defaultModelPackage}/model.json`)),
    () => createRequire(import.meta.url).resolve(`${defaultModelPackage}/model.json`),
  ];
  let cause: unknown;
  for (const candidate of candidates) {
    try {
      return dirname(candidate());
    } catch (error) {
      cause = error;
    }
  }
  throw new ModelError(
    'model_not_installed',
    `the model package ${defaultModelPackage} is not installed; run: npm install ${defaultModelPackage}`,
    {
      details: { package: defaultModelPackage, command: `npm install ${defaultModelPackage}` },
      cause,
    },
  );
}

const isMissing = (error: unknown) => (error as { code?: string }).code === 'ENOENT' || (error as { code?: string }).code === 'ENOTDIR';

function damagedFile(file: string, why: string, cause?: unknown): ModelError {
  return new ModelError(
    'model_damaged',
    `${file} of the model ${why}; install the model package again: npm install --force ${defaultModelPackage}`,
    {
      details: { file },
      cause,
    },
  );
}

/**
 * Opens a model folder and compares the size of each file with its `model.json`.
 * @param directory - default: the installed package `@maaza/model-135m`, found by resolution
 * @throws {ModelError} `model_not_installed`, `model_damaged`
 */
export async function openModelFolder(directory?: string): Promise<ModelFolder> {
  const root = directory ?? resolveDefaultModel();
  let json: string;
  try {
    json = await readFile(join(root, 'model.json'), 'utf8');
  } catch (cause) {
    if (!isMissing(cause)) throw damagedFile('model.json', 'cannot be read', cause);
    throw new ModelError(
      'model_not_installed',
      `there is no model in ${root}: model.json is missing; run: npm install ${defaultModelPackage}`,
      {
        details: { directory: root, command: `npm install ${defaultModelPackage}` },
        cause,
      },
    );
  }
  const manifest = parseModelManifest(json);
  for (const [file, expected] of Object.entries(manifest.files)) {
    const bytes = await stat(join(root, file)).then(
      (stats) => stats.size,
      (cause: unknown) => {
        throw damagedFile(file, isMissing(cause) ? 'is missing' : 'cannot be read', cause);
      },
    );
    if (bytes !== expected.bytes) throw damagedFile(file, `has ${bytes} bytes where model.json says ${expected.bytes}`);
  }
  const digest = createHash('sha256');
  for (const file of Object.keys(manifest.files).sort()) digest.update(`${file}:${manifest.files[file]!.sha256}\n`);
  if (manifest.calibration) digest.update(`calibration:${JSON.stringify(manifest.calibration)}\n`);
  return { directory: root, manifest, digest: digest.digest('hex') };
}

/**
 * Reads every file and compares its SHA-256 with `model.json`.
 * @throws {ModelError} `model_damaged`, naming the first file that differs
 */
export async function verifyModelFolder({ directory, manifest }: ModelFolder): Promise<void> {
  for (const [file, expected] of Object.entries(manifest.files)) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(directory, file))) hash.update(chunk as Buffer);
    const actual = hash.digest('hex');
    if (actual !== expected.sha256)
      throw damagedFile(file, `has the digest ${actual.slice(0, 12)}… where model.json says ${expected.sha256.slice(0, 12)}…`);
  }
}
