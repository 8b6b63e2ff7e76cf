/**
 * Checks every published package as a user would get it, after `npm run build`: publint (do the fields of package.json lead to
 * files?) and attw (do types and modules agree for every way of importing?). One line for each package; exit code 1 if one fails.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Only problems of the ESM-only way count: these packages have no CommonJS. */
const attwProfile = 'esm-only';

/** Packs like `npm publish` would. Scripts are off: packing must check what was built, not build again. */
async function pack(folder, destination) {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', destination], {
    cwd: folder,
    maxBuffer: 1e8,
  });
  const [{ filename, files, unpackedSize }] = JSON.parse(stdout);
  return { tarball: join(destination, filename), files: files.map(({ path }) => path), unpackedSize };
}

/** Files that every package must carry, whatever its fields say. */
function missingFiles(manifest, files) {
  const wanted = ['README.md', 'LICENSE', 'NOTICE', ...Object.values(manifest.bin ?? {})];
  return wanted.filter((file) => !files.includes(file)).map((file) => `${file} is not in the package`);
}

async function runPublint(tarball) {
  const { buffer } = await readFile(tarball);
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, level: 'warning', strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg)}`);
}

async function runAttw(manifest, tarball) {
  const hasTypes = JSON.stringify(manifest.exports ?? {}).includes('.d.ts');
  if (!hasTypes) return [];
  try {
    await run('npx', ['attw', tarball, '--profile', attwProfile, '--format', 'ascii', '--no-color', '--no-emoji'], {
      cwd: root,
      maxBuffer: 1e8,
    });
    return [];
  } catch (error) {
    return [`attw:\n${error.stdout ?? ''}${error.stderr ?? error.message}`];
  }
}

async function checkPackage(folder, temporary) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { tarball, files, unpackedSize } = await pack(folder, temporary);
  const problems = [...missingFiles(manifest, files), ...(await runPublint(tarball)), ...(await runAttw(manifest, tarball))];
  const size = `${files.length} files, ${(unpackedSize / 1e6).toFixed(1)} MB`;
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${manifest.name} (packages/${basename(folder)}, ${size})`);
  for (const problem of problems) console.log(`     ${problem.replaceAll('\n', '\n     ')}`);
  return problems.length === 0;
}

const temporary = await mkdtemp(join(tmpdir(), 'maaza-packages-'));
try {
  let isGood = true;
  for (const name of (await readdir(join(root, 'packages'))).sort()) {
    isGood = (await checkPackage(join(root, 'packages', name), temporary)) && isGood;
  }
  process.exitCode = isGood ? 0 : 1;
} finally {
  await rm(temporary, { recursive: true });
}
