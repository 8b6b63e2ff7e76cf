import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { jsonLinesFormat } from '../output/json-lines-format.js';
import type { OutputFormat } from '../output/output-format.js';
import type { Fingerprint } from './fingerprint.js';
import { readRecord, writeRecord } from './records.js';
import { RunFiles, recoverRun } from './run-files.js';

const folder = mkdtempSync(join(tmpdir(), 'maaza-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fingerprint: Fingerprint = { version: '1', model: 'm', weights: 'w', schema: {}, options: {}, inputs: [] };
const format: OutputFormat = { ...jsonLinesFormat, head: 'head\n' };
let paths = { out: '', errors: '' };
let runs = 0;
const read = (path: string) => readFileSync(path, 'utf8');

/** Rows 1 to `count`: every third one fails. */
const commitRows = (files: RunFiles, from: number, to: number) => {
  for (let row = from; row <= to; row++) {
    if (row % 3 === 0) files.commit('failed', { errors: `error ${row}\n` });
    else files.commit(row % 2 ? 'valid' : 'invalid', { out: `row ${row} ${'é'.repeat(row)}\n` });
  }
};
async function writeRows(count: number): Promise<void> {
  const files = RunFiles.begin(paths, format, fingerprint);
  commitRows(files, 1, count);
  await files.close();
}
const unfinished = () => {
  const found = recoverRun(paths, format);
  if (found.state !== 'unfinished') throw new Error(found.state);
  return found;
};

beforeEach(() => {
  runs++;
  paths = { out: join(folder, `out-${runs}`), errors: join(folder, `errors-${runs}`) };
});

describe('a journal', () => {
  it('is not there before a run', () => {
    expect(recoverRun(paths, format)).toEqual({ state: 'none' });
  });

  it('gives back what the run depends on, and all rows that were committed', async () => {
    await writeRows(20);
    const { fingerprint: found, progress } = unfinished();
    expect(found).toEqual(fingerprint);
    expect(progress).toMatchObject({ rows: 20, counts: { valid: 7, invalid: 7, failed: 6 } });
    expect(progress.outLength).toBe(Buffer.byteLength(read(`${paths.out}.partial`)));
  });

  it('that is cut at any byte gives a number of whole rows, and going on from there gives the same files', async () => {
    await writeRows(12);
    const whole = { out: read(`${paths.out}.partial`), errors: read(`${paths.errors}.partial`), journal: read(`${paths.out}.journal`) };
    const headEnd = whole.journal.indexOf('\n') + 1;
    let before = 0;
    for (let length = headEnd; length <= whole.journal.length; length += 7) {
      writeFileSync(`${paths.out}.partial`, `${whole.out}half a ro`);
      writeFileSync(`${paths.errors}.partial`, whole.errors);
      writeFileSync(`${paths.out}.journal`, whole.journal.slice(0, length));
      const { progress } = unfinished();
      expect(progress.rows).toBe(whole.journal.slice(headEnd, length).split('\n').length - 1);
      expect(progress.rows).toBeGreaterThanOrEqual(before);
      before = progress.rows;
      const files = RunFiles.resume(paths, format, fingerprint, progress);
      commitRows(files, progress.rows + 1, 12);
      await files.close();
      expect([read(`${paths.out}.partial`), read(`${paths.errors}.partial`), read(`${paths.out}.journal`)]).toEqual([
        whole.out,
        whole.errors,
        whole.journal,
      ]);
    }
    expect(before).toBeGreaterThan(9);
  });

  it.each<[string, () => void, number]>([
    ['output that is shorter', () => truncateSync(`${paths.out}.partial`, 39), 3],
    ['output that is gone', () => rmSync(`${paths.out}.partial`), 0],
    ['failures that are gone', () => rmSync(`${paths.errors}.partial`), 2],
    ['output that was edited', () => writeFileSync(`${paths.out}.partial`, read(`${paths.out}.partial`).replace('row 5', 'row X')), 4],
    [
      'journal with a changed line',
      () => writeFileSync(`${paths.out}.journal`, read(`${paths.out}.journal`).replace('"rows":7', '"rows":8')),
      6,
    ],
    [
      'journal with a line twice',
      () => writeFileSync(`${paths.out}.journal`, read(`${paths.out}.journal`).replace(/(.*"rows":2.*\n)/, '$1$1')),
      2,
    ],
  ])('trusts no row behind an %s', async (_what, damage, rows) => {
    await writeRows(10);
    damage();
    expect(unfinished().progress.rows).toBe(rows);
    const files = RunFiles.resume(paths, format, fingerprint, unfinished().progress);
    commitRows(files, rows + 1, 10);
    await files.finish();
    const fresh = { out: `${paths.out}-fresh`, errors: `${paths.errors}-fresh` };
    const other = RunFiles.begin(fresh, format, fingerprint);
    commitRows(other, 1, 10);
    await other.finish();
    expect([read(paths.out), read(paths.errors)]).toEqual([read(fresh.out), read(fresh.errors)]);
  });

  it.each(['', 'something else\n', '00000000 {}\n'])('that begins with %j is damaged', (content) => {
    writeFileSync(`${paths.out}.journal`, content);
    expect(recoverRun(paths, format)).toEqual({ state: 'damaged' });
  });

  it('of a finished run is short, whatever the run was', async () => {
    const files = RunFiles.begin(paths, format, fingerprint);
    commitRows(files, 1, 500);
    const done = await files.finish();
    expect(recoverRun(paths, format)).toEqual({ state: 'done', fingerprint, done });
    expect(read(`${paths.out}.journal`).split('\n')).toHaveLength(3);
    expect(done).toMatchObject({ counts: { valid: 167, invalid: 167, failed: 166 }, out: Buffer.byteLength(read(paths.out)) });
  });
});

describe('records', () => {
  it('are read back, and not where one character differs', () => {
    const line = writeRecord({ kind: 'done', counts: { valid: 1, invalid: 2, failed: 3 }, failed: [[2, 4]], out: 4 }).trimEnd();
    expect(readRecord(line)).toEqual({ kind: 'done', counts: { valid: 1, invalid: 2, failed: 3 }, failed: [[2, 4]], out: 4 });
    for (let at = 0; at < line.length; at++) expect(readRecord(`${line.slice(0, at)}~${line.slice(at + 1)}`)).toBeUndefined();
    expect(readRecord('')).toBeUndefined();
    expect(readRecord('\0'.repeat(50))).toBeUndefined();
  });
});
