import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, openAdministration } from '@maaza/server';
import { endProcesses, startProcess } from '../../../packages/server/test/support/processes.js';
import { type LoadResult, percentile, runLoad } from './load.js';

const SLOTS = 4;
const JOB_MS = 50;
const SECONDS = 8;
const resultFile = new URL('../../results/server.md', import.meta.url);

/** Health checks beside a load, as a monitor would make them. */
async function probeHealth(url: string, isOver: () => boolean): Promise<number[]> {
  const latencies: number[] = [];
  while (!isOver()) {
    const startedAt = performance.now();
    await (await fetch(`${url}/health`)).text();
    latencies.push(performance.now() - startedAt);
    await sleep(20);
  }
  return latencies;
}

async function withHealth(url: string, load: () => Promise<LoadResult>) {
  let isOver = false;
  const probe = probeHealth(url, () => isOver);
  const result = await load();
  isOver = true;
  return { result, health: await probe };
}

/**
 * Overload in time: the server with a scripted model (4 at once, 50 ms each, so at most 80 a second) is given as much as it can do, then ten times
 * as much. `npm run bench -- server`; DATABASE_URL and REDIS_URL choose what it stands on.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'maaza-bench-'));
  const { DATABASE_URL = `file:${join(folder, 'maaza.db')}`, REDIS_URL = '' } = process.env;
  const env = { DATABASE_URL, REDIS_URL, SCRIPT_SLOTS: String(SLOTS), MAAZA_QUEUE_SIZE: '16' };
  const administration = await openAdministration(loadConfig(env));
  const { email } = await administration.createUser({ email: `bench${Date.now()}@example.com`, plan: 'enterprise' });
  const { key } = await administration.createKey({ email, name: 'bench' });
  await administration.close();
  const server = await startProcess(env);
  try {
    const load = (connections: number) => runLoad({ url: server.url, key, connections, seconds: SECONDS, jobMs: JOB_MS });
    await load(SLOTS);
    const peak = await withHealth(server.url, () => load(SLOTS * 3));
    const overload = await withHealth(server.url, () => load(SLOTS * 30));
    const row = (name: string, { result, health }: typeof peak) =>
      `| ${name} | ${result.connections} | ${(result.good / SECONDS).toFixed(1)} | ${(result.refused / SECONDS).toFixed(1)} | ${result.improper} | ${percentile(health, 0.5).toFixed(1)} | ${percentile(health, 0.99).toFixed(1)} |`;
    const report = [
      '# The server under load',
      '',
      `${DATABASE_URL.startsWith('file:') ? 'SQLite' : 'PostgreSQL'}${REDIS_URL ? ' and Redis' : ''}; a scripted model, ${SLOTS} at once, ${JOB_MS} ms each: at most ${(SLOTS * 1000) / JOB_MS} extractions a second. ${SECONDS} s each; the load comes from the same machine.`,
      '',
      '| load | connections | answered / s | refused / s | refusals without Retry-After, or other errors | /health p50 ms | p99 ms |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
      row('as much as it can do', peak),
      row('ten times that', overload),
      '',
      `Answered under ten times the load: ${((100 * overload.result.good) / peak.result.good).toFixed(0)} % of the peak (bar: 90 %); /health p99 bar: 100 ms.`,
      '',
    ].join('\n');
    console.log(report);
    writeFileSync(resultFile, report);
  } finally {
    await endProcesses([server]);
    rmSync(folder, { recursive: true });
  }
}
