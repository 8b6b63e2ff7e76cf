import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCompletionsServer } from '../support/completions-server.js';
import { createRandom } from '../support/random.js';
import { builtEntryFile } from '../support/run-in-process.js';
import { assertBuilt, outcomeOf, spawnCli } from '../support/spawn-cli.js';
import { createWorkspace } from './workspace.js';

vi.setConfig({ testTimeout: 20 * 60_000 });

const { at, write, read, lines, remove } = createWorkspace();
const kills = Number(process.env.MAAZA_RETRY_KILLS ?? 12);
const seed = Number(process.env.MAAZA_SEED ?? Date.now() % 1_000_000);
const random = createRandom(seed);

const ROWS = 400;
const isHard = (row: number) => row % 7 === 3 || (row > 200 && row < 240);
/** Line breaks, quotes and commas, which a CSV has to bring through. */
const input = Array.from({ length: ROWS }, (_, row) =>
  row === 50 ? '{"id": ' : JSON.stringify({ id: row % 2 ? row : `r "${row}",\n`, text: `row ${row}` }),
).join('\n');
const answerOf = (text: string) => JSON.stringify({ order: text.replace('row', 'a "quoted",\nname'), total: Number(text.slice(4)) });
const rowOf = (text: string) => Number(text.slice(4));

let server: Awaited<ReturnType<typeof startCompletionsServer>>;
beforeAll(async () => {
  assertBuilt();
  server = await startCompletionsServer();
  write('rows.jsonl', input);
});
afterAll(() => {
  server.close();
  remove();
});
beforeEach(() => {
  server.asked.length = 0;
});

const failForHard = () => server.answerWith((text) => ({ content: isHard(rowOf(text)) ? 'no JSON' : answerOf(text) }));
const failForNone = () => server.answerWith((text) => ({ content: answerOf(text) }));

const argvOf = (out: string, ...more: string[]) => [
  ...['batch', at('rows.jsonl'), '--fields', 'order, total:number', '--out', at(out), '--engine', `openai:${server.url}`, '--model', 'm'],
  ...more,
];
const summaryOf = (stderr: string) => (JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { summary: Record<string, unknown> }).summary;

/** A batch with failed rows, done. */
async function failedBatch(out: string, ...more: string[]) {
  failForHard();
  expect(await spawnCli(argvOf(out, ...more))).toMatchObject({ code: 4 });
  server.asked.length = 0;
}

/** What a batch gives where nothing fails that can be mended. */
async function undisturbed(out: string, ...more: string[]) {
  failForNone();
  expect(await spawnCli(argvOf(out, ...more))).toMatchObject({ code: 4 });
  server.asked.length = 0;
}

describe('maaza batch --retry-failed', () => {
  it.each(['jsonl', 'csv', 'tsv', 'sqlite'])('does the failed rows again and no other: %s', async (ending) => {
    await undisturbed(`reference.${ending}`);
    for (const errors of [[], ['--errors', at(`retried.${ending}.errors.jsonl`)]]) {
      const name = `retried-${errors.length}.${ending}`;
      await failedBatch(name, ...errors);
      const refused = await spawnCli(argvOf(name, ...errors));
      expect([refused.code, server.asked.length]).toEqual([4, 0]);
      failForNone();
      const { code, stderr } = await spawnCli(argvOf(name, ...errors, '--retry-failed'));
      expect(code).toBe(4);
      const hard = Array.from({ length: ROWS }, (_, row) => row).filter((row) => isHard(row) && row !== 50);
      expect(server.asked.map(rowOf).toSorted((a, b) => a - b)).toEqual(hard);
      expect(summaryOf(stderr)).toMatchObject({ total: ROWS, done: ROWS, valid: ROWS - 1, failed: 1, resumed: ROWS - 1 - hard.length });
      if (errors.length === 0) expect(readFileSync(at(name)).equals(readFileSync(at(`reference.${ending}`)))).toBe(true);
      else expect(lines(`retried.${ending}.errors.jsonl`)).toMatchObject([{ id: 51, code: 'invalid_request' }]);
      expect(existsSync(at(`${name}.partial`))).toBe(false);
    }
  });

  it('keeps the whole table of a SQLite file', async () => {
    await failedBatch('table.sqlite');
    failForNone();
    await spawnCli(argvOf('table.sqlite', '--retry-failed'));
    const database = new Database(at('table.sqlite'), { readonly: true });
    expect(database.prepare('SELECT count(*) AS n, sum(total) AS s FROM results').get()).toEqual({
      n: ROWS,
      s: (ROWS * (ROWS - 1)) / 2 - 50,
    });
    database.close();
  });

  it('can be done again as long as rows fail, and changes nothing where none does', async () => {
    await failedBatch('again.jsonl');
    server.answerWith((text) => ({ content: rowOf(text) > 200 ? 'no JSON' : answerOf(text) }));
    expect(summaryOf((await spawnCli(argvOf('again.jsonl', '--retry-failed'))).stderr).failed).toBeGreaterThan(1);
    failForNone();
    expect(summaryOf((await spawnCli(argvOf('again.jsonl', '--retry-failed'))).stderr)).toMatchObject({ failed: 1, valid: ROWS - 1 });
    const before = read('again.jsonl');
    server.asked.length = 0;
    expect((await spawnCli(argvOf('again.jsonl', '--retry-failed'))).code).toBe(4);
    expect([read('again.jsonl') === before, server.asked]).toEqual([true, []]);
  });

  it('takes a longer time limit for the rows that ran out of theirs, and no other change', async () => {
    write('slow.jsonl', [0, 1, 2].map((row) => JSON.stringify({ text: `row ${row}` })).join('\n'));
    const argv = ['batch', at('slow.jsonl'), ...argvOf('slow-out.jsonl').slice(2)];
    server.answerWith((text) => (rowOf(text) === 1 ? new Promise(() => {}) : { content: answerOf(text) }));
    expect((await spawnCli([...argv, '--timeout', '2'])).code).toBe(4);
    expect(lines('slow-out.jsonl')[1]).toMatchObject({ error: { code: 'timeout' } });
    failForNone();
    const other = await spawnCli([...argv, '--timeout', '60', '--retry-failed', '--temperature', '0.5']);
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('option temperature')]);
    expect((await spawnCli([...argv, '--timeout', '60', '--retry-failed'])).code).toBe(0);
    expect(lines('slow-out.jsonl').map(({ valid }) => valid)).toEqual([true, true, true]);
  });

  it('is refused beside --restart, and where the output is no longer what it was', async () => {
    expect(await spawnCli(argvOf('x.jsonl', '--retry-failed', '--restart'))).toMatchObject({ code: 2 });
    await failedBatch('edited.jsonl');
    writeFileSync(at('edited.jsonl'), read('edited.jsonl').slice(0, -20));
    const { code, stderr } = await spawnCli(argvOf('edited.jsonl', '--retry-failed'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('batch_changed')]);
  });

  it(`gives the same bytes after ${kills} kills, and asks about no row that was done`, async () => {
    const files = ['', '.errors.jsonl'];
    const errorsOf = (name: string) => ['--errors', at(`${name}.errors.jsonl`)];
    await failedBatch('first.csv', ...errorsOf('first.csv'));
    await failedBatch('killed-reference.csv', ...errorsOf('killed-reference.csv'));
    failForNone();
    const startedAt = performance.now();
    expect(await spawnCli(argvOf('killed-reference.csv', ...errorsOf('killed-reference.csv'), '--retry-failed'))).toMatchObject({
      code: 4,
    });
    const longestMs = performance.now() - startedAt;
    let [killed, inTheMiddle] = [0, 0];
    for (let round = 0; killed < kills; round++) {
      const name = `killed-${round}.csv`;
      await failedBatch(name, ...errorsOf(name));
      expect(readFileSync(at(name)).equals(readFileSync(at('first.csv')))).toBe(true);
      failForNone();
      for (;;) {
        const child = spawn(process.execPath, [builtEntryFile, ...argvOf(name, ...errorsOf(name), '--retry-failed')], { detached: true });
        const ended = outcomeOf(child);
        const timer = setTimeout(() => {
          try {
            process.kill(random() < 0.7 ? -child.pid! : child.pid!, 'SIGKILL');
          } catch {
            // It was over just before.
          }
        }, random() * longestMs);
        const { code, stderr } = await ended;
        clearTimeout(timer);
        if (code !== null) {
          expect(code, `${stderr} (seed ${seed})`).toBe(4);
          break;
        }
        killed++;
        const rows = read(`${name}.journal`)
          .split('\n')
          .filter((line) => line.includes('{"kind":"row"')).length;
        if (rows > 0 && rows < ROWS) inTheMiddle++;
        // The output is whole at any moment: what it was before or, where the kill fell between the files of a finished run, what it is to be.
        if (existsSync(at(`${name}.partial`))) {
          const output = readFileSync(at(name));
          const isWhole = ['first.csv', 'killed-reference.csv'].some((whole) => output.equals(readFileSync(at(whole))));
          expect(isWhole, `seed ${seed}`).toBe(true);
        }
      }
      for (const file of files)
        expect(
          readFileSync(at(`${name}${file}`)).equals(readFileSync(at(`killed-reference.csv${file}`))),
          `${name}${file}, seed ${seed}`,
        ).toBe(true);
      expect(
        server.asked.every((text) => isHard(rowOf(text))),
        `seed ${seed}`,
      ).toBe(true);
      server.asked.length = 0;
    }
    console.log(`${killed} kills of a retry, ${inTheMiddle} of them while rows were being written (seed ${seed})`);
  });
});
