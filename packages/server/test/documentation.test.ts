import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envExamplePath, renderEnvExample } from '../../../scripts/env-example.js';
import { ConfigError, loadConfig } from '../src/config/config.js';
import { variables } from '../src/config/variables.js';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const names = Object.values(variables).map(({ name }) => name);

describe('the variables of the environment', () => {
  it('all stand in .env.example, with their defaults (if not: npx tsx scripts/env-example.ts)', () => {
    expect(readFileSync(envExamplePath, 'utf8')).toBe(renderEnvExample());
  });

  it('all stand in docs/server.md, and no others', () => {
    const section = /<!-- variables -->([\s\S]*)<!-- \/variables -->/.exec(read('docs/server.md'))![1]!;
    expect([...section.matchAll(/^\| `(\w+)`/gm)].map((row) => row[1])).toEqual(names);
  });

  it('of .env.example make the default configuration', () => {
    const lines = renderEnvExample()
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const environment = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    expect(loadConfig(environment)).toEqual(loadConfig({}));
    expect(Object.keys(environment)).toEqual(names);
  });

  it('used by compose.yml and the Dockerfile exist', () => {
    for (const file of ['compose.yml', 'Dockerfile']) {
      const used = [...read(file).matchAll(/\b(MAAZA_[A-Z_]+|DATABASE_URL|REDIS_URL|HOST|PORT)\b/g)].map((found) => found[1]);
      expect(used.length).toBeGreaterThan(2);
      for (const name of used) expect(names).toContain(name);
    }
  });

  it('are refused by name where they are wrong, all at once and without their values', () => {
    const wrong = { PORT: 'http', DATABASE_URL: 'mysql://user:secret@host', MAAZA_WORKERS: '0', MAAZA_RESULT_CACHE: 'disk' };
    try {
      loadConfig(wrong);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      const { message, problems } = error as ConfigError;
      expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(['MAAZA_RESULT_CACHE', 'MAAZA_WORKERS', 'PORT']);
      expect(message).not.toMatch(/secret|http\b.*mysql/);
    }
    for (const environment of [
      { DATABASE_URL: 'mysql://u:secret@h' },
      { MAAZA_RATE_LIMIT_STORE: 'redis' },
      { MAAZA_PLANS_FILE: '/no/such/file' },
    ]) {
      expect(() => loadConfig(environment)).toThrow(ConfigError);
    }
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('builds in the order that its commands need, with versions of the lock file and without what only developers need', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts.prepare).toBe('npm run build');
    expect(dockerfile).toMatch(/npm ci && npm prune --omit=dev && npm install --no-save --omit=dev /);
    // Without the lock file, or with what was pruned, an image would be another one each day.
    expect(dockerfile).not.toContain('--no-package-lock');
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
    const pinned = [...dockerfile.matchAll(/ (pg|ioredis)@(\S+)/g)];
    expect(pinned).toHaveLength(2);
    for (const [, name, version] of pinned) expect(packages[`node_modules/${name}`]!.version).toBe(version);
  });

  it('takes from the build only what is in the repository, or made by installing', () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build (?:--chown=\S+ )?(.+) \S+$/gm)].flatMap((found) => found[1]!.split(' '));
    expect(copied.length).toBeGreaterThan(3);
    for (const path of copied)
      expect([path, existsSync(new URL(`../../../${path.replace('/app/', '')}`, import.meta.url))]).toEqual([path, true]);
    const ignored = read('.dockerignore').split('\n');
    for (const kept of ['packages', 'LICENSE', 'package-lock.json', '.npmrc']) expect(ignored).not.toContain(kept);
  });

  it('copies files that exist, runs as somebody without rights, and asks for its health', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
    for (const file of ['packages/cli/bin/maaza.js', 'LICENSE', 'NOTICE']) {
      expect(dockerfile).toContain(file);
      expect(existsSync(new URL(`../../../${file}`, import.meta.url))).toBe(true);
    }
  });
});
