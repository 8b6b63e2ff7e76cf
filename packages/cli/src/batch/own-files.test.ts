import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createOwnFileTest } from './own-files.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'maaza-own-')));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'sub'));
symlinkSync(folder, join(folder, 'link'));
writeFileSync(join(folder, 'out.jsonl'), '');

describe('createOwnFileTest', () => {
  const isOwn = createOwnFileTest({ out: join(folder, 'out.jsonl'), errors: join(folder, 'err.jsonl') }, join(folder, 'cache.db'));

  it.each([
    'out.jsonl',
    'out.jsonl.partial',
    'out.jsonl.partial.building',
    'out.jsonl.journal',
    'out.jsonl.journal.new',
    'out.jsonl.lock.1.2.host',
    'err.jsonl.partial',
    'cache.db',
    'cache.db-wal',
    'link/out.jsonl',
  ])('%s is ours', (name) => expect(isOwn(join(folder, name))).toBe(true));

  it.each(['out.json', 'out.jsonl.txt', 'out.jsonl-wal', 'cache.db.partial', 'sub/out.jsonl', 'xout.jsonl'])('%s is not', (name) =>
    expect(isOwn(join(folder, name))).toBe(false),
  );
});
