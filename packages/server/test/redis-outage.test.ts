import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openAdministration } from '../src/administration.js';
import { loadConfig } from '../src/config/config.js';
import { backends } from './support/backends.js';
import { times } from './support/long-tests.js';
import { endProcesses, startProcess } from './support/processes.js';
import { call } from './support/test-server.js';

const PER_MINUTE = 60;
const PROCESSES = 2;
const outages = times(2, 10);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

const startRedis = async (port: number): Promise<ChildProcess | undefined> => {
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const isStarted = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
  await sleep(200);
  return isStarted ? child : undefined;
};

const port = await freePort();
const first = await startRedis(port);
first?.kill('SIGKILL');
if (!first) console.warn('the test of Redis outages is skipped: there is no redis-server on the PATH');

describe.each(backends)('Redis, killed and back under load, beside $name', ({ skip, create }) => {
  it.skipIf(!first || skip !== undefined)(
    `costs no answer 5xx but 503, and no more than one limit per process (${outages} times)`,
    { timeout: 300_000 },
    async () => {
      const backend = await create();
      const env = { ...backend.env, REDIS_URL: `redis://127.0.0.1:${port}`, MAAZA_QUEUE_SIZE: '100' };
      const administration = await openAdministration(loadConfig(env));
      const { email } = await administration.createUser({ email: 'load@example.com', plan: 'enterprise' });
      const { key } = await administration.createKey({ email, name: 'load', requestsPerMinute: PER_MINUTE });
      await administration.close();
      let redis = (await startRedis(port))!;
      const processes = await Promise.all(Array.from({ length: PROCESSES }, () => startProcess(env)));
      const startedAt = performance.now();
      const statuses = new Map<number, number>();
      let isOver = false;
      const client = async (_: unknown, i: number) => {
        while (!isOver) {
          const { status } = await call(processes[i % PROCESSES]!.url, 'POST', '/v1/extract', {
            key,
            body: { text: 'name: Ada', fields: 'name' },
          });
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          await sleep(10);
        }
      };
      const clients = Promise.all(Array.from({ length: 8 }, client));
      for (let i = 0; i < outages; i++) {
        await sleep(700);
        redis.kill('SIGKILL');
        await sleep(700);
        const { body } = await call(processes[0]!.url, 'GET', '/healthz');
        expect(body.checks.redis.status).toBe('degraded');
        // Empty, as a restarted Redis without a disk is.
        redis = (await startRedis(port))!;
      }
      await sleep(1500);
      isOver = true;
      await clients;
      const minutes = (performance.now() - startedAt) / 60_000;
      const health = await call(processes[0]!.url, 'GET', '/healthz');
      await endProcesses(processes);
      redis.kill('SIGKILL');
      await backend.drop();
      expect(health.body.checks.redis.status).toBe('ok');
      expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
      const admitted = statuses.get(200) ?? 0;
      expect(admitted).toBeGreaterThanOrEqual(PER_MINUTE);
      // The stated bound, with what comes back at the steady rate.
      const bound = PROCESSES * (PER_MINUTE + Math.ceil(minutes * PER_MINUTE));
      expect(admitted).toBeLessThanOrEqual(bound);
      console.info(`${outages} outages: ${JSON.stringify(Object.fromEntries(statuses))}, at most ${bound} may be admitted`);
    },
  );
});
