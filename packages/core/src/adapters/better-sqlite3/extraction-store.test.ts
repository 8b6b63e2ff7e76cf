import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { createSampleExtraction, storeConformance } from '../../testing/index.js';
import { createSqliteStore, type SqliteDatabase } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'maaza-store-'));
let files = 0;
const newPath = () => join(folder, `store-${++files}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

/** Another process that opens the file and saves `count` extractions as fast as it can. */
function saveElsewhere(path: string, name: string, count: number): Promise<number | null> {
  const script = fileURLToPath(new URL('../../../test/support/save-extractions.ts', import.meta.url));
  const child = fork(script, [path, name, String(count)], { execArgv: ['--import', 'tsx'] });
  return new Promise((resolve) => child.once('exit', resolve));
}

describe('SQLite store in a file', () => {
  let path = '';
  const open = () => {
    path = newPath();
    return createSqliteStore({ path });
  };
  const damage = async (id: string) => {
    const database = new Database(path);
    database.prepare('UPDATE maaza_extractions SET extraction = substr(extraction, 1, 20) WHERE id = ?').run(id);
    database.close();
  };
  for (const { name, run, skip } of storeConformance({ open, reopen: () => createSqliteStore({ path }), damage }))
    it.skipIf(skip)(name, run);

  it('is shared by processes that open and write it at the same time', async () => {
    const shared = newPath();
    const exits = await Promise.all(['a', 'b', 'c'].map((name) => saveElsewhere(shared, name, 100)));
    expect(exits).toEqual([0, 0, 0]);
    const store = await createSqliteStore({ path: shared });
    expect(await store.count()).toBe(300);
    await store.dispose();
  });

  it('gives up on a file that another process keeps locked, after busyTimeoutMs', async () => {
    const locked = newPath();
    const store = await createSqliteStore({ path: locked, busyTimeoutMs: 30 });
    const other = new Database(locked);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.save(createSampleExtraction())).rejects.toMatchObject({ code: 'store_unavailable', cause: { code: 'SQLITE_BUSY' } });
    other.exec('ROLLBACK');
    other.close();
    await store.save(createSampleExtraction());
    await store.dispose();
  });

  it('uses WAL', async () => {
    const file = newPath();
    const store = await createSqliteStore({ path: file });
    const database = new Database(file);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    database.close();
    await store.dispose();
  });

  it('refuses a file that a newer version wrote, and leaves it alone', async () => {
    const file = newPath();
    await (await createSqliteStore({ path: file })).dispose();
    const database = new Database(file);
    database.exec('INSERT INTO maaza_migrations (version, applied) VALUES (99, 0)');
    const count = database.prepare('SELECT count(*) AS n FROM maaza_migrations');
    const before = count.get();
    await expect(createSqliteStore({ path: file })).rejects.toMatchObject({ code: 'store_unavailable', details: { version: 99 } });
    expect(count.get()).toEqual(before);
    database.close();
  });

  it('says so where the file cannot be opened', async () => {
    await expect(createSqliteStore({ path: join(folder, 'no', 'such', 'folder.db') })).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(createSqliteStore({ path: fileURLToPath(import.meta.url) })).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

describe('SQLite store on a given database', () => {
  const asDatabase = (database: Database.Database) => database as unknown as SqliteDatabase;
  for (const { name, run, skip } of storeConformance({ open: async () => createSqliteStore({ path: ':memory:' }) })) {
    it.skipIf(skip)(skip ? `${name} (skipped: ${skip})` : name, run);
  }

  it('leaves it open, and closes one that it asked for', async () => {
    const given = new Database(':memory:');
    await (await createSqliteStore({ database: asDatabase(given) })).dispose();
    expect(given.open).toBe(true);
    given.close();
    const made = new Database(':memory:');
    await (await createSqliteStore({ database: () => asDatabase(made) })).dispose();
    expect(made.open).toBe(false);
  });

  it('says that it is unavailable after the caller closed it', async () => {
    const given = new Database(':memory:');
    const store = await createSqliteStore({ database: asDatabase(given) });
    given.close();
    await expect(store.count()).rejects.toMatchObject({ code: 'store_unavailable' });
    await store.dispose();
  });

  it.each([{}, { path: ':memory:', database: () => asDatabase(new Database(':memory:')) }, { path: ':memory:', busyTimeoutMs: -1 }])(
    'refuses %o',
    async (config) => {
      await expect(createSqliteStore(config)).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );
});
