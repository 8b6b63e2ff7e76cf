import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertWritable, writeWhole } from './write-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maaza-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const isRoot = process.getuid?.() === 0;

describe('writeWhole', () => {
  it('writes a file, and another one in its place, and leaves nothing else behind', async () => {
    const path = join(folder, 'out.json');
    await writeWhole(path, 'first');
    await writeWhole(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  it('writes through a link, and to what is no plain file', async () => {
    const path = join(folder, 'real.json');
    writeFileSync(path, 'old');
    symlinkSync(path, join(folder, 'link.json'));
    await writeWhole(join(folder, 'link.json'), 'new');
    expect(readFileSync(join(folder, 'link.json'), 'utf8')).toBe('new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    await expect(writeWhole('/dev/null', 'x')).resolves.toBeUndefined();
  });

  it('keeps the old content where the new one cannot be written', async () => {
    const path = join(folder, 'out.json');
    writeFileSync(path, 'old');
    await expect(writeWhole(join(folder, 'no', 'such', 'folder.json'), 'x')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

describe('assertWritable', () => {
  it('takes a file that is there, and one that could be', async () => {
    writeFileSync(join(folder, 'there'), '');
    await assertWritable(join(folder, 'there'));
    await assertWritable(join(folder, 'new'));
    expect(readdirSync(folder)).toEqual(['there']);
  });

  it('refuses a folder, and a file in none', async () => {
    await expect(assertWritable(folder)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('it is a folder'),
    });
    await expect(assertWritable(join(folder, 'no', 'file'))).rejects.toMatchObject({
      message: expect.stringContaining('there is no folder'),
    });
  });

  // Root may write everywhere.
  it.skipIf(isRoot)('refuses a folder without the right to write', async () => {
    chmodSync(folder, 0o500);
    await expect(assertWritable(join(folder, 'file'))).rejects.toMatchObject({ message: expect.stringContaining('permission denied') });
    chmodSync(folder, 0o700);
  });
});
