import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';

import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { builtEntryFile, runInProcess } from '../support/run-in-process.js';
import { assertBuilt, goneWithin, outcomeOf, runnerOf, spawnCli, startCli } from '../support/spawn-cli.js';
import { createWorkspace, FIELDS, jsonLines, TEXTS, textOf } from './workspace.js';

// The model may share its cores with the rest of the suite.
vi.setConfig({ testTimeout: 300_000 });

const { at, folder, write, read, lines, remove } = createWorkspace();
const isLinux = process.platform === 'linux';

/** All batches here share a cache, so the model answers each text once. */
const batch = (argv: readonly string[], fields = FIELDS) =>
  runInProcess(['batch', ...argv, '--fields', fields, '--cache', at('cache.sqlite')]);
const summaryOf = (stderr: string) => (JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { summary: Record<string, unknown> }).summary;
const errorOf = (stderr: string) =>
  (JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { error: { code: string; message: string; details: Record<string, unknown> } })
    .error;
/** What stands beside an output, lock files included. */
const beside = (name: string) => readdirSync(folder).filter((file) => file.startsWith(`${name}.`));

let expected: Record<string, unknown>[] = [];
beforeAll(async () => {
  assertBuilt();
  write('four.jsonl', jsonLines(4));
  const { code } = await batch([at('four.jsonl'), '--out', at('four-results.jsonl')]);
  expect(code).toBe(0);
  expected = lines('four-results.jsonl');
}, 240_000);
afterAll(remove);

const dataOf = (row: number) => expected[row % TEXTS.length]!.data;

describe('maaza batch', () => {
  it('writes one result for each row, in their order, with their ids, as the model reads them', () => {
    expect(expected.map((result) => result.id)).toEqual(['r0', 'r1', 'r2', 'r3']);
    for (const result of expected) expect(Object.keys(result)).toEqual(['id', 'valid', 'data', 'errors']);
    expect(expected[0]!.data).toEqual({ order: 'A17', total: 12.5 });
  });

  it('answers all rows of a second run from the cache, with no run of the model and without loading it', async () => {
    const { code, stdout, stderr } = await batch([at('four.jsonl'), '--out', at('again.jsonl')]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(summaryOf(stderr)).toMatchObject({ total: 4, done: 4, valid: 4, invalid: 0, failed: 0, cached: 4, modelCalls: 0 });
    expect(read('again.jsonl')).toBe(read('four-results.jsonl'));
  });

  it('does not change what is finished when the same command comes again, and leaves only a journal beside it', async () => {
    const before = read('four-results.jsonl');
    const { code, stderr } = await batch([at('four.jsonl'), '--out', at('four-results.jsonl')]);
    expect(code).toBe(0);
    expect(summaryOf(stderr)).toMatchObject({ done: 4, resumed: 4, valid: 4 });
    expect(read('four-results.jsonl')).toBe(before);
    expect(beside('four-results.jsonl')).toEqual(['four-results.jsonl.journal']);
  });

  it('puts failed rows apart and goes on, with exit code 4', async () => {
    write(
      'broken.jsonl',
      [...jsonLines(2).split('\n'), '{"id": ', '{"id":"none"}', '', '[1]', '{"id":7,"text":"Order A17 total 12.50"}'].join('\n'),
    );
    const { code, stderr } = await batch([at('broken.jsonl'), '--out', at('broken-out.jsonl'), '--errors', at('broken-errors.jsonl')]);
    expect(code).toBe(4);
    expect(summaryOf(stderr)).toMatchObject({ total: 6, done: 6, failed: 3, valid: 3 });
    expect(lines('broken-out.jsonl').map(({ id, valid }) => [id, valid])).toEqual([
      ['r0', true],
      ['r1', true],
      [7, true],
    ]);
    expect(lines('broken-errors.jsonl')).toEqual([
      { id: 3, code: 'invalid_request', message: 'the line is not JSON' },
      { id: 'none', code: 'invalid_request', message: 'there is no text in column "text"' },
      { id: 6, code: 'invalid_request', message: 'the line is neither a JSON object nor a string' },
    ]);
    expect(beside('broken-errors.jsonl')).toEqual([]);
  });

  it('keeps failed rows in their place among the results where there is no file for them', async () => {
    expect((await batch([at('broken.jsonl'), '--out', at('mixed.jsonl')])).code).toBe(4);
    expect(lines('mixed.jsonl').map(({ id, error }) => [id, (error as { code?: string })?.code])).toEqual([
      ['r0', undefined],
      ['r1', undefined],
      [3, 'invalid_request'],
      ['none', 'invalid_request'],
      [6, 'invalid_request'],
      [7, undefined],
    ]);
  });

  it('gives a text that is too long its code, and the next one its result', async () => {
    write('long.jsonl', [JSON.stringify('word '.repeat(500_000)), JSON.stringify(TEXTS[0])].join('\n'));
    expect((await batch([at('long.jsonl'), '--out', at('long-out.jsonl')])).code).toBe(4);
    expect(lines('long-out.jsonl')).toMatchObject([
      { id: 1, error: { code: 'text_too_long' } },
      { id: 2, valid: true, data: dataOf(0) },
    ]);
  });

  it('exits with 3 for a result that does not fit, with --strict only', async () => {
    write('missing.jsonl', JSON.stringify({ id: 1, text: TEXTS[0] }));
    const fields = 'order, delivery:date';
    const lenient = await batch([at('missing.jsonl'), '--out', at('lenient.jsonl')], fields);
    const strict = await batch([at('missing.jsonl'), '--out', at('strict.jsonl'), '--strict'], fields);
    expect([lenient.code, strict.code]).toEqual([0, 3]);
    expect(lines('strict.jsonl')).toMatchObject([{ valid: false, errors: [{ pointer: '/delivery' }] }]);
  });

  it('explains where each value stands with --explain', async () => {
    await batch([at('four.jsonl'), '--out', at('explained.jsonl'), '--explain']);
    const [first] = lines('explained.jsonl') as { fields: Record<string, { start: number; end: number; printed: string }> }[];
    const { start, end, printed } = first!.fields['/order']!;
    expect(TEXTS[0].slice(start, end)).toBe(printed);
  });
});

describe('inputs', () => {
  it('reads CSV with quotes, line breaks, another delimiter and a byte order mark', async () => {
    write('semicolon.csv', `\ufeffid;"note; more"\r\nx;"${TEXTS[0]}"\r\n"y";"${TEXTS[1]}"\r\n`);
    expect((await batch([at('semicolon.csv'), '--text-column', 'note; more', '--out', at('semicolon.jsonl')])).code).toBe(0);
    expect(lines('semicolon.jsonl')).toMatchObject([
      { id: 'x', data: dataOf(0) },
      { id: 'y', data: dataOf(1) },
    ]);
  });

  it('reads TSV, finds the only column, and counts places where there is no id', async () => {
    write('one.tsv', `message\n${TEXTS[2]}\n${TEXTS[3]}\n`);
    await batch([at('one.tsv'), '--out', at('one.jsonl')]);
    expect(lines('one.jsonl')).toMatchObject([
      { id: 1, data: dataOf(2) },
      { id: 2, data: dataOf(3) },
    ]);
  });

  it('reads a sheet of a workbook', async () => {
    const rows = [
      ['no', 'message'],
      [101, TEXTS[0]],
      [null, null],
      [102, TEXTS[1]],
    ];
    write(
      'book.xlsx',
      await writeXlsx({
        sheets: [
          { name: 'cover', rows: [['nothing']] },
          { name: 'data', rows },
        ],
      }),
    );
    const argv = [at('book.xlsx'), '--sheet', 'data', '--text-column', 'message', '--id-column', 'no', '--out', at('book.jsonl')];
    expect(await batch(argv)).toMatchObject({ code: 0 });
    expect(lines('book.jsonl')).toMatchObject([
      { id: 101, data: dataOf(0) },
      { id: 102, data: dataOf(1) },
    ]);
  });

  it('reads a table of a SQLite file, and asks which one where there are several', async () => {
    const database = new Database(at('crm.db'));
    database.exec('CREATE TABLE "my notes" (id INTEGER, body TEXT); CREATE TABLE other (x)');
    const insert = database.prepare('INSERT INTO "my notes" VALUES (?, ?)');
    for (const id of [5, 6]) insert.run(id, textOf(id));
    database.close();
    const argv = [at('crm.db'), '--text-column', 'body', '--out', at('crm.jsonl'), '--json-errors'];
    const unclear = await batch(argv);
    expect([unclear.code, errorOf(unclear.stderr).details.tables]).toEqual([2, ['my notes', 'other']]);
    expect((await batch([...argv, '--table', 'my notes'])).code).toBe(0);
    expect(lines('crm.jsonl')).toMatchObject([
      { id: 5, data: dataOf(5) },
      { id: 6, data: dataOf(6) },
    ]);
  });

  it('reads files of a folder and of a glob, ids their paths, and not what it writes itself', async () => {
    mkdirSync(at('mails/sub'), { recursive: true });
    write('mails/b.txt', TEXTS[1]);
    write('mails/a.eml', TEXTS[0]);
    write('mails/sub/c.txt', TEXTS[2]);
    write('mails/.hidden', 'x');
    if (isLinux) symlinkSync(at('mails'), at('mails/loop'));
    const argv = ['--out', at('mails/out.jsonl'), '--errors', at('mails/errors.jsonl')];
    for (const again of [[], ['--restart']]) {
      expect((await batch([at('mails'), ...argv, ...again])).code).toBe(0);
      expect(lines('mails/out.jsonl').map(({ id }) => id)).toEqual(['a.eml', 'b.txt', 'sub/c.txt'].map((name) => at(`mails/${name}`)));
    }
    await batch([at('mails/**/*.txt'), '--out', at('globbed.jsonl')]);
    expect(lines('globbed.jsonl')).toMatchObject([{ id: at('mails/b.txt') }, { id: at('mails/sub/c.txt'), data: dataOf(2) }]);
  });

  it('reads documents of all kinds, and goes on where one cannot be read', async () => {
    mkdirSync(at('documents'));
    for (const name of ['letter-encrypted.pdf', 'letter-libreoffice.pdf', 'mail-python.eml']) {
      copyFileSync(new URL(`../../../core/test/document/fixtures/${name}`, import.meta.url), at(`documents/${name}`));
    }
    const argv = ['batch', at('documents'), '--fields', 'sender', '--out', at('documents.jsonl'), '--errors', at('documents-errors.jsonl')];
    expect(await spawnCli(argv)).toMatchObject({ code: 4 });
    expect(lines('documents-errors.jsonl')).toMatchObject([{ id: at('documents/letter-encrypted.pdf'), code: 'unreadable_document' }]);
    expect(lines('documents.jsonl')).toMatchObject([
      { id: at('documents/letter-libreoffice.pdf'), data: { sender: expect.stringContaining("O'Rourke") } },
      { id: at('documents/mail-python.eml'), data: { sender: expect.stringContaining('Kowalski') } },
    ]);
  });

  it('reads several tables one after the other, and says in the id which', async () => {
    write('s1.jsonl', JSON.stringify(TEXTS[0]));
    write('s2.csv', `text\n${TEXTS[1]}\n`);
    await batch([at('s1.jsonl'), at('s2.csv'), '--out', at('several.jsonl')]);
    expect(lines('several.jsonl').map(({ id }) => id)).toEqual([`${at('s1.jsonl')}:1`, `${at('s2.csv')}:1`]);
  });

  it('takes the rows that conditions, sample and limit leave', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => JSON.stringify({ id: row, lang: row % 2 ? 'de' : 'en', text: textOf(row) }));
    write('many.jsonl', rows.join('\n'));
    const ids = async (name: string, ...argv: string[]) => {
      expect((await batch([at('many.jsonl'), '--out', at(name), ...argv])).code).toBe(0);
      return lines(name).map(({ id }) => id as number);
    };
    expect(await ids('where.jsonl', '--where', 'lang=de', '--where', 'id>=30')).toEqual([31, 33, 35, 37, 39]);
    expect(await ids('limit.jsonl', '--where', 'lang=en', '--limit', '3')).toEqual([0, 2, 4]);
    const sample = await ids('sample.jsonl', '--where', 'lang=en', '--sample', '5', '--seed', '3');
    expect(sample).toHaveLength(5);
    expect(sample.every((id, at) => id % 2 === 0 && (at === 0 || id > sample[at - 1]!))).toBe(true);
    expect(await ids('sample-2.jsonl', '--where', 'lang=en', '--sample', '5', '--seed', '3')).toEqual(sample);
    expect(await ids('sample-3.jsonl', '--where', 'lang=en', '--sample', '5', '--seed', '4')).not.toEqual(sample);
  });

  it.each([
    ['a column that is not there', ['one.tsv', '--text-column', 'nope'], /has no column "nope"; it has: message/],
    ['a file that is not there', ['no.csv'], /cannot read .*no\.csv: there is no such file/],
    ['a glob that finds nothing', ['*.nothing'], /there is no file in/],
    ['a CSV with an open quote', ['open.csv'], /is not CSV/],
    ['a CSV that is not UTF-8', ['latin1.csv'], /is not UTF-8/],
    ['a workbook that is none', ['fake.xlsx'], /cannot be read as an Excel workbook/],
    ['a database that is none', ['fake.db'], /cannot be read as a SQLite file/],
    ['a condition that is none', ['one.tsv', '--where', 'x'], /expected COLUMN=VALUE/],
    ['an output that is an input', ['one.tsv', '--out', at('one.tsv'), '--restart'], /is written by this batch/],
    ['an output that is the cache', ['one.tsv', '--out', at('cache.sqlite')], /--cache names the same file/],
    ['an output of unknown form', ['one.tsv', '--out', 'x.pdf'], /must end in/],
  ])('refuses %s before anything is run', async (_what, [input, ...argv], message) => {
    write('one.tsv', `message\n${TEXTS[2]}\n`);
    write('open.csv', 'text\n"never closed\n');
    write('latin1.csv', Buffer.from('text\nGr\xfc\xdfe\n', 'latin1'));
    write('fake.xlsx', 'PK not at all');
    write('fake.db', 'no database, but long enough to be one if it had the right first words'.repeat(20));
    const { code, stdout, stderr } = await batch([at(input!), '--out', at('refused.jsonl'), ...argv, '--json-errors']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'invalid_request', message: expect.stringMatching(message) });
    expect(beside('refused.jsonl')).toEqual([]);
  });
});

describe('outputs', () => {
  it('writes CSV with a column for each value', async () => {
    expect((await batch([at('broken.jsonl'), '--out', at('table.csv')])).code).toBe(4);
    const [head, first, , broken] = read('table.csv').split('\n');
    expect(head).toBe('_id,_valid,_errors,order,total');
    expect(first).toBe('r0,true,,A17,12.5');
    expect(broken).toBe('3,,"[{""code"":""invalid_request"",""message"":""the line is not JSON""}]",,');
  });

  it('writes a SQLite file, the same bytes each time', async () => {
    for (const name of ['a.sqlite', 'b.sqlite']) expect((await batch([at('broken.jsonl'), '--out', at(name)])).code).toBe(4);
    const database = new Database(at('a.sqlite'), { readonly: true });
    expect(database.prepare('SELECT * FROM results WHERE _id = ?').get('r0')).toEqual({
      _id: 'r0',
      _valid: 1,
      _errors: '[]',
      _data: '{"order":"A17","total":12.5}',
      order: 'A17',
      total: 12.5,
    });
    expect(database.prepare('SELECT count(*) AS n, sum(total) > 0 AS sums FROM results').get()).toEqual({ n: 6, sums: 1 });
    database.close();
    expect(
      readdirSync(folder)
        .filter((name) => /^a\.sqlite/.test(name))
        .sort(),
    ).toEqual(['a.sqlite', 'a.sqlite.journal']);
    expect(read('a.sqlite') === read('b.sqlite')).toBe(true);
  });
});

describe('an output that belongs to something else', () => {
  const base = () => [at('four.jsonl'), '--out', at('mine.jsonl'), '--json-errors'];
  beforeAll(async () => {
    expect((await batch(base())).code).toBe(0);
  });

  it.each<[string, () => Promise<{ code: number; stderr: string }>, RegExp]>([
    ['schema', () => batch(base(), 'order, total:integer'), /^schema: \/properties\/total\/type$/],
    ['schema, only in its order', () => batch(base(), 'total:number, order'), /^schema: .*order/],
    ['option', () => batch([...base(), '--temperature', '0.5']), /^option temperature: not given before, 0\.5 now$/],
    ['input, in its rows', () => batch([at('four-b.jsonl'), ...base().slice(1)]), /^inputs: /],
    [
      'input, in what is in it',
      () => {
        write('four.jsonl', jsonLines(4).replace('12.50', '12.51'));
        return batch(base()).finally(() => write('four.jsonl', jsonLines(4)));
      },
      /^input .*four\.jsonl: its rows$/,
    ],
    [
      'input, in its length',
      () => {
        write('four.jsonl', jsonLines(5));
        return batch(base()).finally(() => write('four.jsonl', jsonLines(4)));
      },
      /^input .*four\.jsonl: 4 rows before, 5 now$/,
    ],
  ])('is not touched where the %s differs, which is said', async (_what, run, difference) => {
    write('four-b.jsonl', jsonLines(4));
    const before = [read('mine.jsonl'), read('mine.jsonl.journal')];
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(errorOf(stderr)).toMatchObject({
      code: 'batch_changed',
      details: { differences: expect.arrayContaining([expect.stringMatching(difference)]) },
    });
    expect([read('mine.jsonl'), read('mine.jsonl.journal')]).toEqual(before);
  });

  it('is replaced with --restart', async () => {
    expect((await batch([...base(), '--limit', '2', '--restart'])).code).toBe(0);
    expect(lines('mine.jsonl')).toHaveLength(2);
  });

  it('is not touched where no batch made it, or where it was changed since', async () => {
    write('foreign.jsonl', 'precious\n');
    const foreign = await batch([at('four.jsonl'), '--out', at('foreign.jsonl'), '--json-errors']);
    expect([foreign.code, errorOf(foreign.stderr).code, read('foreign.jsonl')]).toEqual([2, 'batch_changed', 'precious\n']);
    await batch([at('four.jsonl'), '--out', at('touched.jsonl')]);
    truncateSync(at('touched.jsonl'), 10);
    const touched = await batch([at('four.jsonl'), '--out', at('touched.jsonl'), '--json-errors']);
    expect([touched.code, errorOf(touched.stderr).code]).toEqual([2, 'batch_changed']);
  });
});

describe('trouble with the disk', () => {
  const many = () => write('thousands.jsonl', jsonLines(3000, 10));

  it.each([
    ['a folder that is not there', 'no/such/folder/out.jsonl', 1, 'output_unwritable'],
    ['a folder', '.', 2, 'invalid_request'],
  ])('%s as output is refused at once', async (_what, out, exitCode, errorCode) => {
    const { code, stderr } = await batch([at('four.jsonl'), '--out', at(out), '--json-errors']);
    expect([code, errorOf(stderr).code]).toEqual([exitCode, errorCode]);
  });

  // RLIMIT_FSIZE: a write that goes over it fails with EFBIG, as it would with ENOSPC on a full disk.
  it.runIf(isLinux)('a disk that gets full ends the run with its code, and the same command goes on when there is room', async () => {
    const argv = ['batch', many(), '--fields', FIELDS, '--cache', at('cache.sqlite'), '--json-errors'];
    const files = ['--out', at('full.jsonl'), '--errors', at('full-errors.jsonl')];
    await spawnCli([...argv, '--out', at('room.jsonl'), '--errors', at('room-errors.jsonl')]);
    let before = 0;
    for (const kibibytes of [100, 160, 220]) {
      const command = `ulimit -f ${kibibytes}; exec "$0" "$@"`;
      const child = spawn('bash', ['-c', command, process.execPath, builtEntryFile, ...argv, ...files]);
      const { code, stderr } = await outcomeOf(child);
      expect(code, stderr).toBe(1);
      const { code: errorCode, details } = errorOf(stderr);
      expect(errorCode).toBe('output_unwritable');
      expect(details.rows).toBeGreaterThan(before);
      before = details.rows as number;
      expect(existsSync(at('full.jsonl'))).toBe(false);
    }
    const { code, stderr } = await spawnCli([...argv, ...files]);
    expect(code).toBe(4);
    expect(summaryOf(stderr)).toMatchObject({ resumed: before, done: 3000, failed: 300 });
    expect(read('full.jsonl')).toBe(read('room.jsonl'));
    expect(read('full-errors.jsonl')).toBe(read('room-errors.jsonl'));
  });

  it('a journal and rows whose ends were torn are cut to what agrees', async () => {
    const argv = ['batch', many(), '--fields', FIELDS, '--cache', at('cache.sqlite')];
    await spawnCli([...argv, '--out', at('whole.jsonl')]);
    const child = startCli([...argv, '--out', at('torn.jsonl')]);
    const ended = outcomeOf(child);
    while (!existsSync(at('torn.jsonl.partial')) || read('torn.jsonl.partial').length < 5000) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    if (existsSync(at('torn.jsonl'))) throw new Error('the run was over before it was killed');
    // As after a power cut: rows that the journal knows are not on the disk, and the journal ends in zeros.
    truncateSync(at('torn.jsonl.partial'), 3333);
    writeFileSync(at('torn.jsonl.journal'), Buffer.concat([Buffer.from(read('torn.jsonl.journal')).subarray(0, -7), Buffer.alloc(100)]));
    const { stderr } = await spawnCli([...argv, '--out', at('torn.jsonl')]);
    const { resumed } = summaryOf(stderr) as { resumed: number };
    expect(resumed).toBe(read('whole.jsonl').slice(0, 3333).split('\n').length - 1);
    expect(read('torn.jsonl')).toBe(read('whole.jsonl'));
  });
});

describe('two processes', () => {
  it.runIf(isLinux)('one output: the second is refused, also where both start together, and the first is not disturbed', async () => {
    write(
      'slow.jsonl',
      TEXTS.slice(1)
        .map((text, row) => JSON.stringify(`${text} (number ${row})`))
        .join('\n'),
    );
    const argv = ['batch', at('slow.jsonl'), '--fields', FIELDS, '--out', at('shared.jsonl'), '--json-errors'];
    const outcomes = await Promise.all([1, 2, 3].map(() => spawnCli(argv)));
    const winners = outcomes.filter(({ code }) => code === 0);
    // One that starts when another is done finds all done.
    expect(winners.length).toBeGreaterThanOrEqual(1);
    for (const { code, stderr } of outcomes) if (code !== 0) expect(errorOf(stderr).code).toBe('output_in_use');
    expect(winners.filter(({ stderr }) => summaryOf(stderr).resumed === 0)).toHaveLength(1);
    expect(lines('shared.jsonl')).toHaveLength(3);
    expect(beside('shared.jsonl')).toEqual(['shared.jsonl.journal']);
  });

  it.runIf(isLinux)('a killed run takes its runner with it, and its lock keeps nobody out', async () => {
    rmSync(at('shared.jsonl'), { force: true });
    rmSync(at('shared.jsonl.journal'), { force: true });
    const argv = ['batch', at('slow.jsonl'), '--fields', FIELDS, '--out', at('shared.jsonl'), '--json-errors'];
    const child = startCli(argv);
    const ended = outcomeOf(child);
    const runner = await runnerOf(child);
    await sleep(300);
    child.kill('SIGKILL');
    await ended;
    expect(await goneWithin(runner, 20_000)).toBe(true);
    expect(readdirSync(folder).some((name) => name.startsWith('shared.jsonl.lock.'))).toBe(true);
    expect(await spawnCli(argv)).toMatchObject({ code: 0 });
    expect(beside('shared.jsonl')).toEqual(['shared.jsonl.journal']);
  });
});

describe('Ctrl-C', () => {
  it.runIf(isLinux)('ends at once with exit code 130 and says how to go on', async () => {
    write('more.jsonl', Array.from({ length: 200 }, (_, row) => JSON.stringify(`${textOf(row)} for customer ${row}`)).join('\n'));
    const argv = ['batch', at('more.jsonl'), '--fields', FIELDS, '--out', at('stopped.jsonl')];
    const child = startCli(argv);
    const ended = outcomeOf(child);
    while (!existsSync(at('stopped.jsonl.partial')) || read('stopped.jsonl.partial') === '') await sleep(20);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/maaza: aborted; \d+ of 200 rows are done; the same command goes on\ncode: aborted\n$/);
    expect(beside('stopped.jsonl').sort()).toEqual(['stopped.jsonl.journal', 'stopped.jsonl.partial']);
  });
});

it('shows all options in its help', async () => {
  const { code, stdout } = await runInProcess(['batch', '--help']);
  expect(code).toBe(0);
  for (const option of ['--out', '--errors', '--where', '--sample', '--limit', '--restart', '--cache', '--ordered'])
    expect(stdout).toContain(option);
});
