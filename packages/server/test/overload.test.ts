import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openAdministration } from '../src/administration.js';
import { loadConfig } from '../src/config/config.js';
import { backends } from './support/backends.js';
import { endProcesses, startProcess } from './support/processes.js';
import { call } from './support/test-server.js';

const SLOTS = 4;
const DURATION_MS = 4000;
/** Long beside what a request costs otherwise, so that the slots are what is short, on a busy machine too. */
const body = { text: 'name: Ada\nsleep: 200', fields: 'name' };

describe.each(backends)('ten times too much load, on $name', ({ skip, create }) => {
  // What it means in milliseconds is measured by `npm run bench -- server`.
  it.skipIf(skip !== undefined)(
    'is refused with Retry-After, while the rest is served and health answers',
    { timeout: 120_000 },
    async () => {
      const backend = await create();
      const env = { ...backend.env, SCRIPT_SLOTS: String(SLOTS), MAAZA_QUEUE_SIZE: '8' };
      const administration = await openAdministration(loadConfig(env));
      const { email } = await administration.createUser({ email: 'load@example.com', plan: 'enterprise' });
      const { key: greedy } = await administration.createKey({ email, name: 'greedy' });
      const { key: modest } = await administration.createKey({ email, name: 'modest' });
      await administration.close();
      const server = await startProcess(env);

      async function load(key: string, connections: number) {
        const until = performance.now() + DURATION_MS;
        const answers: { status: number; retryAfter: string | null }[] = [];
        const client = async () => {
          while (performance.now() < until) {
            const { status, headers } = await call(server.url, 'POST', '/v1/extract', { key, body });
            answers.push({ status, retryAfter: headers.get('retry-after') });
            // A client that ignores Retry-After, but not one that fills the machine with refusals alone.
            if (status !== 200) await sleep(150);
          }
        };
        await Promise.all(Array.from({ length: connections }, client));
        return { good: answers.filter(({ status }) => status === 200).length, refused: answers.filter(({ status }) => status !== 200) };
      }

      const peak = await load(greedy, SLOTS * 2);
      let isOver = false;
      const health: number[] = [];
      const probe = (async () => {
        while (!isOver) {
          health.push((await call(server.url, 'GET', '/health')).status);
          await sleep(50);
        }
      })();
      const [flood, fair] = await Promise.all([load(greedy, SLOTS * 10), load(modest, 2)]);
      isOver = true;
      await probe;
      await endProcesses([server]);
      await backend.drop();

      expect(peak.refused).toEqual([]);
      expect(flood.refused.length).toBeGreaterThan(0);
      for (const { status, retryAfter } of [...flood.refused, ...fair.refused]) {
        expect([429, 503]).toContain(status);
        expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
      }
      expect(new Set(health)).toEqual(new Set([200]));
      // How much is served in how long is for the benchmark to say, on a quiet machine; here only that it goes on.
      expect(flood.good).toBeGreaterThan(0);
      // Two connections beside forty of another key: never sent away, because no key fills the queue alone.
      expect(fair.refused).toEqual([]);
      expect(fair.good).toBeGreaterThan(0);
    },
  );
});
