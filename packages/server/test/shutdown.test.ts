import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openAdministration } from '../src/administration.js';
import { loadConfig } from '../src/config/config.js';
import { backends } from './support/backends.js';
import { times } from './support/long-tests.js';
import { startProcess } from './support/processes.js';

const rounds = times(3, 50);
const CONNECTIONS = 64;
const body = JSON.stringify({ text: 'name: Ada\nsleep: 30', fields: 'name' });

function post(url: string, key: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/extract`, {
      method: 'POST',
      agent,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.once('error', reject);
      response.resume().once('end', () => resolve(response.statusCode!));
    });
    sent.end(body);
  });
}

describe.each(backends)('SIGTERM under load, on $name', ({ skip, create }) => {
  it.skipIf(skip !== undefined)(
    `loses no accepted request and ends with 0 (${rounds} times, ${CONNECTIONS} connections)`,
    { timeout: 900_000 },
    async () => {
      const backend = await create();
      const env = { ...backend.env, SCRIPT_SLOTS: '16', MAAZA_QUEUE_SIZE: '200' };
      const administration = await openAdministration(loadConfig(env));
      const { email } = await administration.createUser({ email: 'load@example.com', plan: 'enterprise' });
      const { key } = await administration.createKey({ email, name: 'load' });
      await administration.close();
      let slowestMs = 0;
      let served = 0;
      for (let round = 0; round < rounds; round++) {
        const server = await startProcess(env);
        const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
        const statuses: number[] = [];
        const lost: string[] = [];
        const client = async () => {
          for (;;) {
            try {
              statuses.push(await post(server.url, key, agent));
            } catch (error) {
              const { code } = error as { code?: string };
              // Nobody listens any more: never accepted.
              if (code !== 'ECONNREFUSED') lost.push(String(code));
              return;
            }
          }
        };
        const clients = Promise.all(Array.from({ length: CONNECTIONS }, client));
        await sleep(200 + Math.random() * 300);
        const before = statuses.length;
        const toldAt = performance.now();
        server.child.kill('SIGTERM');
        expect(await server.exited).toEqual({ code: 0, signal: null });
        slowestMs = Math.max(slowestMs, performance.now() - toldAt);
        await clients;
        agent.destroy();
        expect(lost).toEqual([]);
        expect(new Set(statuses)).toEqual(new Set([200]));
        expect(statuses.length).toBeGreaterThan(before);
        served += statuses.length;
        expect(server.errors()).toBe('');
      }
      await backend.drop();
      // Orchestrators kill whoever takes longer: a promise, not a speed.
      expect(slowestMs).toBeLessThanOrEqual(10_000);
      console.info(`${rounds} × SIGTERM: ${served} requests answered, none lost; slowest end ${Math.round(slowestMs)} ms`);
    },
  );
});
