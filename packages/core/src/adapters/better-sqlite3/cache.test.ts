import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheConformance, createSampleExtraction } from '../../testing/index.js';
import { createSqliteCache, createSqliteStore } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'maaza-cache-'));
let files = 0;
const newPath = () => join(folder, `cache-${++files}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

describe('SQLite cache', () => {
  let path = '';
  const open = () => {
    path = newPath();
    return createSqliteCache({ path });
  };
  const damage = async (key: string) => {
    const database = new Database(path);
    database.prepare('UPDATE maaza_cache SET extraction = substr(extraction, 1, 20) WHERE key = ?').run(key);
    database.close();
  };
  for (const { name, run, skip } of cacheConformance({ open, faults: { damage } })) it.skipIf(skip)(skip ? `${name} (${skip})` : name, run);

  it('remembers in the next process what this one has set', async () => {
    const file = newPath();
    const first = await createSqliteCache({ path: file });
    await first.set('key', createSampleExtraction({ id: 'ext_1' }));
    await first.dispose();
    const second = await createSqliteCache({ path: file });
    expect(await second.get('key')).toMatchObject({ id: 'ext_1' });
    await second.dispose();
  });

  it('shares its file with another cache and with a store', async () => {
    const file = newPath();
    const [one, other, store] = [
      await createSqliteCache({ path: file }),
      await createSqliteCache({ path: file }),
      await createSqliteStore({ path: file }),
    ];
    await one.set('key', createSampleExtraction({ id: 'ext_1' }));
    expect(await other.get('key')).toMatchObject({ id: 'ext_1' });
    expect(await store.count()).toBe(0);
    await Promise.all([one.dispose(), other.dispose(), store.dispose()]);
  });

  it('adds its table to a file that was made before there were caches', async () => {
    const file = newPath();
    await (await createSqliteStore({ path: file })).dispose();
    const database = new Database(file);
    database.exec('DROP TABLE maaza_cache; DELETE FROM maaza_migrations WHERE version = 2');
    database.close();
    const cache = await createSqliteCache({ path: file });
    await cache.set('key', createSampleExtraction());
    expect(await cache.get('key')).toBeDefined();
    await cache.dispose();
  });
});
