import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { Worker } from 'node:worker_threads';
import { loadConfig, openAdministration } from '@maaza/server';
import { type BackendKind, backends } from '../../../packages/server/test/support/backends.js';
import { endProcesses, startProcess } from '../../../packages/server/test/support/processes.js';
import { type LoadResult, percentile, runLoad } from './load.js';

const SLOTS = 4;
const JOB_MS = 50;
const SECONDS = 8;
const PEAK_CONNECTIONS = SLOTS * 3;
const resultFile = new URL('../../results/server.md', import.meta.url);

interface Phase {
  readonly name: string;
  readonly result: LoadResult;
  /** milliseconds of each health check */
  readonly health: readonly number[];
}

async function measure(name: string, url: string, load: () => Promise<LoadResult>): Promise<Phase> {
  const probe = new Worker(new URL('./probe-health.mjs', import.meta.url), { workerData: { url } });
  const result = await load();
  probe.postMessage('over');
  const [health] = (await once(probe, 'message')) as [number[]];
  return { name, result, health };
}

async function measureOn({ create }: BackendKind): Promise<readonly Phase[]> {
  const backend = await create();
  const env = { ...backend.env, SCRIPT_SLOTS: String(SLOTS), MAAZA_QUEUE_SIZE: '16' };
  const administration = await openAdministration(loadConfig(env));
  const { email } = await administration.createUser({ email: 'bench@example.com', plan: 'enterprise' });
  const { key } = await administration.createKey({ email, name: 'bench' });
  await administration.close();
  const server = await startProcess(env);
  try {
    const load = (connections: number) => runLoad({ url: server.url, key, connections, seconds: SECONDS, jobMs: JOB_MS });
    await load(SLOTS);
    return [
      await measure('as much as it can do', server.url, () => load(PEAK_CONNECTIONS)),
      await measure('ten times that', server.url, () => load(10 * PEAK_CONNECTIONS)),
    ];
  } finally {
    await endProcesses([server]);
    await backend.drop();
  }
}

function row(backend: string, { name, result: { connections, good, refused, improper }, health }: Phase): string {
  const perSecond = (count: number) => (count / SECONDS).toFixed(1);
  const figures = [connections, perSecond(good), perSecond(refused), improper];
  return `| ${[backend, name, ...figures, ...[0.5, 0.99].map((share) => percentile(health, share).toFixed(1))].join(' | ')} |`;
}

function verdict(backend: string, [peak, overload]: readonly Phase[]): string {
  const share = Math.round((100 * overload!.result.good) / peak!.result.good);
  const p99 = percentile(overload!.health, 0.99);
  return `| ${backend} | ${share} % | ${share >= 90 ? 'yes' : 'no'} | ${p99.toFixed(1)} ms | ${p99 <= 100 ? 'yes' : 'no'} | ${overload!.result.improper} |`;
}

/**
 * Overload in time: the server with a scripted model is given as much as it can do, then ten times as many clients, on SQLite and on PostgreSQL with
 * Redis (TEST_DATABASE_URL, TEST_REDIS_URL). `npm run bench -- server`.
 */
export async function run(): Promise<void> {
  const machineLoad = loadavg()[0]!.toFixed(1);
  const rows: string[] = [];
  const verdicts: string[] = [];
  for (const kind of backends.filter(({ skip }) => skip === undefined)) {
    const phases = await measureOn(kind);
    rows.push(...phases.map((phase) => row(kind.name, phase)));
    verdicts.push(verdict(kind.name, phases));
  }
  const report = `# The server under load

Node ${process.versions.node}, ${process.arch}, ${cpus().length} cores, ${new Date().toISOString()}, load average before: ${machineLoad}. Figures hold for one machine and run. A scripted
model, ${SLOTS} at once, ${JOB_MS} ms each: at most ${(SLOTS * 1000) / JOB_MS} extractions a second. ${SECONDS} s each; clients, monitor, server and database share the machine.

| promise under ten times the load | answered, of the peak | at least 90 % | /health p99 | at most 100 ms | other than 200, or 429 and 503 with Retry-After |
| --- | ---: | --- | ---: | --- | ---: |
${verdicts.join('\n')}

| database | load | connections | answered / s | refused / s | other answers | /health p50 ms | p99 ms |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`;
  console.log(report);
  writeFileSync(resultFile, report);
}
