/**
 * Takes better weights into the repository: `npm run model:import -- FOLDER [--root REPOSITORY]`.
 * The folder holds model.json, the files that it lists, golden.jsonl, and a README.md with the table of figures. It is checked
 * whole before anything is written; a folder that fails leaves everything as it was. Running it twice changes nothing.
 */
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkFolder, isSameFile } from './check-folder.mjs';
import { figuresPage, withFigures } from './figures.mjs';
import { ModelFolderError } from './model-folder-error.mjs';

const packageFolder = 'packages/model-135m';
const goldenFixture = 'packages/core/test/fixtures/golden.jsonl';
const figuresDoc = 'docs/model-figures.md';
const readmesWithFigures = ['README.md', `${packageFolder}/README.md`];

const readIfThere = (path) =>
  readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/**
 * A calibration belongs to its weights. Where the same weights come without one, the one that was fitted here stays; other weights without one
 * have none, and their probabilities stay raw.
 */
function withKeptCalibration(manifest, before) {
  if (manifest.calibration !== undefined || before.calibration === undefined) return undefined;
  if (JSON.stringify(manifest.files) !== JSON.stringify(before.files)) return undefined;
  const { files, ...rest } = manifest;
  return { ...rest, calibration: before.calibration, files };
}

/** What has to be written and removed so that the repository holds this model: only what differs. */
async function planImport(model, root) {
  const writes = [];
  const planCopy = async (from, to) => {
    if (!(await isSameFile(from, join(root, to)))) writes.push({ to, from });
  };
  const planText = async (to, text) => {
    if ((await readIfThere(join(root, to))) !== text) writes.push({ to, text });
  };
  const before = JSON.parse((await readIfThere(join(root, packageFolder, 'model.json'))) ?? '{"files":{}}');
  const kept = withKeptCalibration(model.manifest, before);
  if (kept === undefined) await planCopy(join(model.folder, 'model.json'), `${packageFolder}/model.json`);
  else if (JSON.stringify(kept) !== JSON.stringify(before))
    await planText(`${packageFolder}/model.json`, `${JSON.stringify(kept, undefined, 2)}\n`);
  for (const file of Object.keys(model.manifest.files)) await planCopy(join(model.folder, file), `${packageFolder}/${file}`);
  await planCopy(join(model.folder, 'golden.jsonl'), goldenFixture);
  await planText(figuresDoc, figuresPage(model));
  for (const readme of readmesWithFigures) {
    const text = await readIfThere(join(root, readme));
    if (text === undefined) throw new ModelFolderError(`${readme} is missing in ${root}: is that the repository?`);
    await planText(readme, withFigures(text, model.figures, readme));
  }
  const removed = Object.keys(before.files).filter((file) => !(file in model.manifest.files));
  return { writes, removals: removed.map((file) => `${packageFolder}/${file}`) };
}

/** All or nothing: first everything beside its place, then one rename each, and the old files back if one fails. */
async function applyPlan({ writes, removals }, root) {
  const fresh = (to) => join(root, `${to}.importing`);
  const old = (to) => join(root, `${to}.before-import`);
  const targets = [...writes.map(({ to }) => to), ...removals];
  const movedAway = [];
  const movedIn = [];
  try {
    for (const { to, from, text } of writes) {
      await mkdir(dirname(join(root, to)), { recursive: true });
      if (from === undefined) await writeFile(fresh(to), text);
      else await copyFile(from, fresh(to));
      // The source may be read-only; the repository's files are not.
      await chmod(fresh(to), 0o644);
    }
    for (const to of targets) {
      const isThere = await rename(join(root, to), old(to)).then(
        () => true,
        (error) => {
          if (error.code === 'ENOENT') return false;
          throw error;
        },
      );
      if (isThere) movedAway.push(to);
    }
    for (const { to } of writes) {
      await rename(fresh(to), join(root, to));
      movedIn.push(to);
    }
  } catch (error) {
    for (const to of movedIn) await rm(join(root, to), { force: true });
    for (const to of movedAway) await rename(old(to), join(root, to));
    throw error;
  } finally {
    for (const { to } of writes) await rm(fresh(to), { force: true }).catch(() => {});
  }
  for (const to of movedAway) await rm(old(to));
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } });
  if (positionals.length !== 1) throw new ModelFolderError('usage: npm run model:import -- FOLDER');
  const root = resolve(values.root ?? fileURLToPath(new URL('../../..', import.meta.url)));
  const model = await checkFolder(resolve(positionals[0]));
  const plan = await planImport(model, root);
  await applyPlan(plan, root);
  for (const { to } of plan.writes) console.log(`wrote   ${to}`);
  for (const to of plan.removals) console.log(`removed ${to}`);
  const { calibration } = JSON.parse(await readFile(join(root, packageFolder, 'model.json'), 'utf8'));
  if (calibration === undefined) console.log('no calibration: probabilities stay raw until scripts/fit-calibration.ts has run');
  const changes = plan.writes.length + plan.removals.length;
  const state = changes === 0 ? 'was already here' : `is here now: ${changes} files changed`;
  console.log(`${model.manifest.id} ${model.manifest.version} (${model.goldenCases} golden cases) ${state}`);
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof ModelFolderError || String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(isExpected ? error.message : error);
  console.error('nothing was changed');
  process.exitCode = 1;
}
