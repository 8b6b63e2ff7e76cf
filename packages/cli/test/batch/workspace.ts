import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for one test file, with what all its batches share. */
export function createWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'maaza-batch-'));
  const at = (name: string) => join(folder, name);
  return {
    folder,
    at,
    write: (name: string, content: string | Uint8Array) => {
      writeFileSync(at(name), content);
      return at(name);
    },
    read: (name: string) => readFileSync(at(name), 'utf8'),
    lines: (name: string) => {
      const text = readFileSync(at(name), 'utf8');
      return text === ''
        ? []
        : (text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line)) as Record<string, unknown>[]);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const FIELDS = 'order, total:number';

/** Short, so that the model needs little time; few, so that a cache soon knows all. */
export const TEXTS = ['Order A17 total 12.50', 'Order B9 total 7', 'Order C330 total 99.90', 'Order D4 total 1.25'] as const;

export const textOf = (row: number) => TEXTS[row % TEXTS.length]!;

/** JSON lines with a broken one now and then. */
export const jsonLines = (rows: number, brokenEvery = 0) =>
  Array.from({ length: rows }, (_, row) =>
    brokenEvery > 0 && row % brokenEvery === brokenEvery - 1 ? '{"id": ' : JSON.stringify({ id: `r${row}`, text: textOf(row) }),
  ).join('\n');
