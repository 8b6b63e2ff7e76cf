import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../support/random.js';
import { builtEntryFile } from '../support/run-in-process.js';
import { assertBuilt, outcomeOf, spawnCli } from '../support/spawn-cli.js';
import { createWorkspace, FIELDS, jsonLines, textOf } from './workspace.js';

const { at, write, remove } = createWorkspace();
const kills = Number(process.env.MAAZA_KILLS ?? 50);
const seed = Number(process.env.MAAZA_SEED ?? Date.now() % 1_000_000);
const random = createRandom(seed);

const ROWS = 4000;

beforeAll(assertBuilt);
afterAll(remove);

/** Rows that the journal calls done; a run that has written its last word has done them all. */
function committedRows(out: string): number {
  if (!existsSync(`${out}.journal`)) return 0;
  const lines = readFileSync(`${out}.journal`, 'latin1').split('\n');
  return lines.some((line) => line.includes('"kind":"done"')) ? ROWS : lines.filter((line) => line.includes('"kind":"row"')).length;
}

/** Starts a batch in a process group of its own and kills it after a while, the whole group or only the command. */
async function runAndKill(argv: readonly string[], afterMs: number): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = spawn(process.execPath, [builtEntryFile, ...argv], { detached: true });
  const ended = outcomeOf(child);
  const isGroup = random() < 0.7;
  const timer = setTimeout(() => {
    try {
      process.kill(isGroup ? -child.pid! : child.pid!, 'SIGKILL');
    } catch {
      // It was over just before.
    }
  }, afterMs);
  const outcome = await ended;
  clearTimeout(timer);
  return outcome;
}

interface Killed {
  readonly kills: number;
  /** kills after which some, and not all, rows were done */
  readonly inTheMiddle: number;
}

/** Kills a batch again and again until it ends by itself. What was committed must never get less. */
async function killUntilDone(argv: readonly string[], out: string, longestMs: number): Promise<Killed> {
  let before = 0;
  let inTheMiddle = 0;
  for (let count = 0; ; count++) {
    const { code, stderr } = await runAndKill(argv, random() * longestMs);
    if (code !== null) {
      expect(code, `${stderr} (seed ${seed})`).toBe(4);
      return { kills: count, inTheMiddle };
    }
    const committed = committedRows(out);
    expect(committed, `rows got lost (seed ${seed})`).toBeGreaterThanOrEqual(before);
    if (committed > before && committed < ROWS) inTheMiddle++;
    before = committed;
  }
}

describe('a batch that is killed at random moments and started again', () => {
  it(
    `gives the same bytes as one that was not, after ${kills} kills`,
    async () => {
      const input = write('rows.jsonl', jsonLines(ROWS, 50));
      const argvOf = (name: string) => [
        ...['batch', input, '--fields', FIELDS, '--cache', at('cache.sqlite')],
        ...['--out', at(name), '--errors', at(`${name}.errors.jsonl`)],
      ];
      // The first fills the cache; the others show how long an undisturbed run takes.
      await spawnCli(argvOf('warm.jsonl'));
      const endings = ['jsonl', 'csv', 'sqlite'];
      const longest: Record<string, number> = {};
      for (const ending of endings) {
        const startedAt = performance.now();
        expect(await spawnCli(argvOf(`reference.${ending}`))).toMatchObject({ code: 4 });
        longest[ending] = performance.now() - startedAt;
      }
      let [killed, inTheMiddle] = [0, 0];
      for (let round = 0; killed < kills || round < endings.length; round++) {
        const ending = endings[round % endings.length]!;
        const name = `round-${round}.${ending}`;
        const result = await killUntilDone(argvOf(name), at(name), longest[ending]!);
        killed += result.kills;
        inTheMiddle += result.inTheMiddle;
        for (const file of ['', '.errors.jsonl']) {
          const isSame = readFileSync(at(`${name}${file}`)).equals(readFileSync(at(`reference.${ending}${file}`)));
          expect(isSame, `${name}${file} differs (seed ${seed})`).toBe(true);
        }
        expect(existsSync(at(`${name}.partial`))).toBe(false);
      }
      console.log(`${killed} kills, ${inTheMiddle} of them while rows were being written (seed ${seed})`);
      expect(killed).toBeGreaterThanOrEqual(kills);
      expect(inTheMiddle).toBeGreaterThan(0);
    },
    30 * 60_000,
  );

  it.runIf(process.env.MAAZA_KILLS_MODEL !== undefined)(
    'does so too where each row is a run of the model',
    async () => {
      const wanted = Number(process.env.MAAZA_KILLS_MODEL);
      const input = write(
        'model.jsonl',
        [...Array.from({ length: 24 }, (_, row) => JSON.stringify(`${textOf(row)} for customer ${row}`)), '{'].join('\n'),
      );
      const argvOf = (name: string) => ['batch', input, '--fields', FIELDS, '--explain', '--out', at(name)];
      expect(await spawnCli(argvOf('model-reference.jsonl'))).toMatchObject({ code: 4 });
      let killed = 0;
      for (let round = 0; killed < wanted; round++) {
        const name = `model-${round}.jsonl`;
        killed += (await killUntilDone(argvOf(name), at(name), 25_000)).kills;
        expect(readFileSync(at(name), 'utf8')).toBe(readFileSync(at('model-reference.jsonl'), 'utf8'));
      }
    },
    60 * 60_000,
  );
});
