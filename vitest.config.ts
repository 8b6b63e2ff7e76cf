import { defineConfig } from 'vitest/config';

const source = (path: string) => new URL(path, import.meta.url).pathname;

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
    include: ['packages/*/{src,test}/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'bench/src/**/*.test.ts'],
    typecheck: { enabled: true, include: ['packages/*/src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['packages/core/src/**', 'packages/cli/src/**', 'packages/server/src/**', 'packages/client/src/**'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 85 },
    },
  },
});
