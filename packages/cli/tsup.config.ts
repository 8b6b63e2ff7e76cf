import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { main: 'src/main.ts' },
  format: 'esm',
  target: 'node20',
  // Without the path aliases of the workspace: other packages stay outside.
  tsconfig: '../../tsconfig.base.json',
  skipNodeModulesBundle: true,
  // The command line is no library: it has no types to give.
  dts: false,
  // Commands load what they need when they run, so that `maaza --help` stays quick.
  splitting: true,
  sourcemap: true,
  clean: true,
});
