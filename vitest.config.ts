import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string) => new URL(path, import.meta.url).pathname;

/**
 * Tests that hold something to a time, or compare times: nothing else of ours may run beside them. All others wait a good part of their time, for
 * processes, databases and timers, so that a machine with two cores has two files under way.
 */
const timed = [
  'packages/cli/src/runner/run-extraction.test.ts',
  'packages/cli/test/cli.test.ts',
  'packages/core/src/adapters/ioredis/cache.test.ts',
  'packages/core/src/normalise/readers.property.test.ts',
  'packages/core/test/document/isolation.test.ts',
  'packages/core/test/grammar/hostile.test.ts',
];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@maaza\/client$/, replacement: source('./packages/client/src/index.ts') },
      { find: /^@maaza\/server$/, replacement: source('./packages/server/src/index.ts') },
      { find: /^@maaza\/core$/, replacement: source('./packages/core/src/index.ts') },
      { find: /^@maaza\/core\/(.+)$/, replacement: `${source('./packages/core/src/entries')}/$1.ts` },
    ],
  },
  test: {
    // Type tests (`*.test-d.ts`) are held by `npm run typecheck`.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/*/{src,test}/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'bench/src/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...timed],
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
      // Without file parallelism a project runs when the others are done.
      { extends: true, test: { name: 'timed', include: timed, fileParallelism: false } },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/core/src/**', 'packages/cli/src/**', 'packages/server/src/**', 'packages/client/src/**'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 85 },
    },
  },
});
