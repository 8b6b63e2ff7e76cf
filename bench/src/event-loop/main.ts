import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createExtractor, type Extractor } from '@maaza/core';
import { createRandom } from '../memory/random.js';
import { createTask, type Task, type TextLengths } from '../memory/texts.js';
import { type TurnTimes, timedRuntime, watchTurns } from './turns.js';

/** ms that our own code may hold the event loop at a time */
const BAR_MS = 20;
const REPEATS = 3;
const LONG_TEXT_CHARACTERS = 40_000;

interface Situation {
  readonly name: string;
  work(extractor: Extractor): Promise<unknown>;
}

const tasks = (count: number, lengths: TextLengths, seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => createTask(random, lengths));
};

const oneByOne = (texts: readonly Task[]) => async (extractor: Extractor) => {
  for (const { text, schema } of texts) await extractor.extract(text, schema);
};

/** Texts are made before anything is measured. */
function situations(count: number): Situation[] {
  const eight = tasks(count, 'short', 3);
  const long = tasks(4_000, 'short', 4)
    .map((task) => task.text)
    .join('\n\n')
    .slice(0, LONG_TEXT_CHARACTERS);
  const schema = { type: 'object', properties: { shop: { type: 'string' }, total: { type: 'number' } } } as const;
  return [
    { name: 'short texts one by one, many schemas', work: oneByOne(tasks(count, 'short', 1)) },
    { name: 'texts of all lengths one by one', work: oneByOne(tasks(count >> 1, 'any', 2)) },
    { name: 'eight at once', work: (extractor) => Promise.all(eight.map((task) => extractor.extract(task.text, task.schema))) },
    { name: `a text of ${LONG_TEXT_CHARACTERS} characters`, work: (extractor) => extractor.extract(long, schema) },
  ];
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const ms = (value: number) => value.toFixed(1);

interface Measured {
  readonly name: string;
  /** in the order in which they were made */
  readonly runs: readonly TurnTimes[];
}

const worst = (runs: readonly TurnTimes[]) => runs.reduce((a, b) => (b.own.max > a.own.max ? b : a));

export function render(rows: readonly Measured[]): string {
  const longest = Math.max(...rows.map(({ runs }) => worst(runs).own.max));
  return [
    '# How long the event loop is held',
    '',
    `Node ${process.versions.node}, ${arch()}, ${cpus().length} cores, ${new Date().toISOString()}. Milliseconds. The worst of ${REPEATS} runs, after one to warm up;`,
    'a pause that the machine makes for others, and a collection of garbage, count as ours.',
    '',
    `Our own code holds the event loop for at most ${ms(longest)} ms at a time (promised: ${BAR_MS} ms): ${longest <= BAR_MS ? 'kept' : 'not kept'}.`,
    '',
    'The binding of the model’s runtime works through a whole forward pass in one turn, which is not ours to cut; passes hold at most 128 tokens',
    'for that reason. The last three columns are what `monitorEventLoopDelay` sees, passes included. A server keeps extraction in worker threads.',
    '',
    row(['situation', 'turns', 'own p50', 'own p99', 'own longest', 'in each run', 'all p50', 'all p99', 'all longest']),
    row(['---', ...Array<string>(8).fill('---:')]),
    ...rows.map(({ name, runs }) => {
      const { turns, own, all } = worst(runs);
      const each = runs.map((run) => ms(run.own.max)).join(', ');
      return row([name, turns, ...[own.p50, own.p99, own.max].map(ms), each, ...[all.p50, all.p99, all.max].map(ms)]);
    }),
    '',
    'Percentiles of our own turns are of those that took a millisecond or more.',
    '',
  ].join('\n');
}

/** How long our own code holds the event loop at a time, apart from the runtime's forward passes. `--count <n>`: extractions of each kind. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { count: { type: 'string', default: '40' } } });
  const count = Number(values.count);
  const extractor = await createExtractor({ cache: false, limits: { maxConcurrency: 8 }, embedded: { runtime: timedRuntime } });
  const rows: Measured[] = [];
  try {
    for (const { name, work } of situations(count)) {
      await work(extractor);
      const runs: TurnTimes[] = [];
      for (let i = 0; i < REPEATS; i++) runs.push(await watchTurns(() => work(extractor)));
      rows.push({ name, runs });
      console.log(`${name}: own ${runs.map(({ own }) => ms(own.max)).join(', ')} ms at most in each run`);
    }
  } finally {
    await extractor.dispose();
  }
  const report = render(rows);
  console.log(`\n${report}`);
  const results = new URL('../../results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('event-loop.md', results), report);
}
