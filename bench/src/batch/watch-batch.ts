import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../packages/cli/bin/maaza.js', import.meta.url));
const SAMPLE_EVERY_MS = 100;

/** What the two processes of a batch held when so many rows were done. */
export interface BatchSample {
  readonly rows: number;
  readonly commandBytes: number;
  /** the process with the model and the cache */
  readonly runnerBytes: number;
}

export interface BatchSummary {
  readonly done: number;
  readonly cached: number;
  readonly modelCalls: number;
  readonly seconds: number;
}

export interface WatchedBatch {
  readonly samples: readonly BatchSample[];
  readonly summary: BatchSummary;
}

/**
 * Runs the built command line on a batch and looks at the memory of its processes meanwhile (Linux).
 * @throws {Error} with stderr where it does not end with exit code 0
 */
export async function watchBatch(argv: readonly string[], out: string): Promise<WatchedBatch> {
  const child = spawn(process.execPath, [program, 'batch', ...argv, '--out', out], { stdio: ['ignore', 'ignore', 'pipe'] });
  const samples: BatchSample[] = [];
  const timer = setInterval(() => {
    const sample = sampleOf(child.pid!, out);
    if (sample !== undefined) samples.push(sample);
  }, SAMPLE_EVERY_MS);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`the batch ended with exit code ${code}: ${stderr}`);
  const { summary } = JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { summary: BatchSummary };
  return { samples, summary };
}

function sampleOf(pid: number, out: string): BatchSample | undefined {
  try {
    const [runner] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    if (runner === undefined) return undefined;
    return { rows: rowsDone(`${out}.journal`), commandBytes: residentBytes(pid), runnerBytes: residentBytes(Number(runner)) };
  } catch {
    // Not there yet, or not any more.
    return undefined;
  }
}

const residentBytes = (pid: number) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

/** Of the last whole line of a journal. */
function rowsDone(journal: string): number {
  const fd = openSync(journal, 'r');
  try {
    const tail = Buffer.alloc(400);
    const start = Math.max(0, fstatSync(fd).size - tail.length);
    const text = tail.toString('latin1', 0, readSync(fd, tail, 0, tail.length, start));
    const counts = [...text.matchAll(/"kind":"row","rows":(\d+)[^\n]*\n/g)];
    return counts.length === 0 ? 0 : Number(counts.at(-1)![1]);
  } finally {
    closeSync(fd);
  }
}
