import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'tsup';

/** Every file in src/entries is one subpath of the package; package.json lists the same. */
const subpaths = readdirSync(new URL('src/entries', import.meta.url)).filter((file) => /^[\w-]+\.ts$/.test(file));

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'document-worker': 'src/document/worker/document-worker.ts',
    ...Object.fromEntries(subpaths.map((file) => [basename(file, '.ts'), `src/entries/${file}`])),
  },
  format: 'esm',
  target: 'node20',
  // Without the path aliases of the workspace: other packages stay outside.
  tsconfig: '../../tsconfig.base.json',
  skipNodeModulesBundle: true,
  dts: true,
  // One copy of each class, whichever entry it is reached through.
  splitting: true,
  sourcemap: true,
  clean: true,
});
