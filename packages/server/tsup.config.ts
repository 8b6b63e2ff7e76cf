import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'extraction-worker': 'src/extract/extraction-worker.ts' },
  format: 'esm',
  target: 'node20',
  // Without the path aliases of the workspace: other packages stay outside.
  tsconfig: '../../tsconfig.base.json',
  skipNodeModulesBundle: true,
  dts: { entry: { index: 'src/index.ts' } },
  splitting: true,
  sourcemap: true,
  clean: true,
});
