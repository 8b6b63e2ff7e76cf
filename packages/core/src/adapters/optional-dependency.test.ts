import { describe, expect, it } from 'vitest';
import { loadOptionalDependency } from './optional-dependency.js';

describe('loadOptionalDependency', () => {
  it('gives the module', async () => {
    expect(await loadOptionalDependency('node:path', 'a path', () => import('node:path'))).toHaveProperty('join');
  });

  it('names the package and the command where it is not installed', async () => {
    const name = '@maaza/not-there';
    await expect(loadOptionalDependency(name, 'the test', () => import(/* @vite-ignore */ name))).rejects.toMatchObject({
      code: 'dependency_not_installed',
      message: 'the test needs the package @maaza/not-there, which is not installed; run: npm install @maaza/not-there',
      details: { package: name, command: 'npm install @maaza/not-there' },
    });
  });

  it('passes on every other failure, a file that is missing inside the package too', async () => {
    const inner = Object.assign(new Error("Cannot find module './build/addon.node'"), { code: 'MODULE_NOT_FOUND' });
    await expect(loadOptionalDependency('better-sqlite3', 'the store', () => Promise.reject(inner))).rejects.toBe(inner);
  });
});
