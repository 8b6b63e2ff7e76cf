import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type BatchSample, type WatchedBatch, watchBatch } from './watch-batch.js';

const steps = 10;

/**
 * What a batch of `--rows` rows with `--texts` different texts holds in memory while it runs, and how fast rows are that the cache
 * answers. The model answers each text once, in a first batch; its time is not what is measured here.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rows: { type: 'string', default: '100000' }, texts: { type: 'string', default: '20' } },
  });
  const [rows, texts] = [Number(values.rows), Number(values.texts)];
  if (process.platform !== 'linux') throw new Error('memory of other processes is read from /proc, which is there on Linux only');
  const folder = mkdtempSync(join(tmpdir(), 'maaza-bench-batch-'));
  try {
    const input = join(folder, 'in.csv');
    const argv = ['--fields', 'order, total:number', '--cache', join(folder, 'cache.sqlite')];
    await writeCsv(input, rows, texts);
    await watchBatch([input, '--limit', String(texts), ...argv], join(folder, 'first.jsonl'));
    const batch = await watchBatch([input, ...argv], join(folder, 'out.jsonl'));
    const report = render(batch);
    console.log(report);
    const results = new URL('../../results/', import.meta.url);
    mkdirSync(results, { recursive: true });
    writeFileSync(new URL('batch.md', results), report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rows differ in their id and in a long column that is not asked for, as rows of real tables do. */
async function writeCsv(path: string, rows: number, texts: number): Promise<void> {
  function* lines() {
    yield 'id,text,note\n';
    for (let row = 0; row < rows; row++) yield `r${row},Order A${row % texts} total ${(row % texts) + 0.5},${'x'.repeat(200)}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}

const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;

function render({ samples, summary }: WatchedBatch): string {
  const { done, cached, modelCalls, seconds } = summary;
  const shown = Array.from({ length: steps }, (_, step) => samples.find(({ rows }) => rows >= (done * step) / steps + 1)).filter(
    (sample) => sample !== undefined,
  );
  const peak = (of: (sample: BatchSample) => number) => Math.max(...samples.map(of));
  return [
    '# A batch of many rows',
    '',
    `Node ${process.versions.node}, ${arch()}, ${cpus().length} cores, ${new Date().toISOString()}. \`npm run bench -- batch\`. Figures hold for one machine and run; what counts is growth.`,
    '',
    `${done} rows of a CSV, JSON lines out, journal and SQLite cache on disk: ${cached} answered by the cache, ${modelCalls} runs of the model, ${seconds.toFixed(1)} s (${Math.round(done / seconds)} rows/s, start included). Resident memory:`,
    '',
    '| rows done | command | runner |',
    '| ---: | ---: | ---: |',
    ...shown.map(({ rows, commandBytes, runnerBytes }) => `| ${rows} | ${mib(commandBytes)} | ${mib(runnerBytes)} |`),
    `| peak | ${mib(peak(({ commandBytes }) => commandBytes))} | ${mib(peak(({ runnerBytes }) => runnerBytes))} |`,
    '',
  ].join('\n');
}
