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

interface Outcome {
  readonly id: string;
  readonly status?: number;
  /** where no answer came */
  readonly code?: string;
}

let requests = 0;

function post(url: string, key: string, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const id = `request-${++requests}`;
    const fail = (error: { code?: string }) => resolve({ id, code: error.code ?? 'no code' });
    const sent = request(`${url}/v1/extract`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-request-id': id,
      },
    });
    sent.once('error', fail);
    sent.once('response', (response) => {
      response.once('error', fail);
      response.resume().once('end', () => resolve({ id, status: response.statusCode! }));
    });
    sent.end(body);
  });
}

/** Every request that the server began with, answered or not, by the id that the client gave it. */
function readLog(lines: string): ReadonlyMap<string, number> {
  const entries = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { level: number; msg: string; requestId: string; status: number });
  expect(entries.filter(({ level }) => level > 30)).toEqual([]);
  return new Map(entries.filter(({ msg }) => msg === 'request').map(({ requestId, status }) => [requestId, status]));
}

describe.each(backends)('SIGTERM under load, on $name', ({ skip, create }) => {
  it.skipIf(skip !== undefined)(
    `loses no accepted request and ends with 0 (${rounds} times, ${CONNECTIONS} connections)`,
    { timeout: 900_000 },
    async () => {
      const backend = await create();
      const env = { ...backend.env, SCRIPT_SLOTS: '16', MAAZA_QUEUE_SIZE: '200', MAAZA_LOG_LEVEL: 'info' };
      const administration = await openAdministration(loadConfig(env));
      const { email } = await administration.createUser({ email: 'load@example.com', plan: 'enterprise' });
      const { key } = await administration.createKey({ email, name: 'load' });
      await administration.close();
      let slowestMs = 0;
      let served = 0;
      // Sent on an idle connection while it was being closed: HTTP lets a client repeat what no server has begun with (RFC 9112, 9.3.1).
      let tooLate = 0;
      for (let round = 0; round < rounds; round++) {
        const server = await startProcess(env);
        const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
        const answered = new Map<string, number>();
        const unanswered: string[] = [];
        const client = async () => {
          for (;;) {
            const { id, status, code } = await post(server.url, key, agent);
            if (status !== undefined) answered.set(id, status);
            else {
              if (code !== 'ECONNREFUSED') unanswered.push(id);
              return;
            }
          }
        };
        const clients = Promise.all(Array.from({ length: CONNECTIONS }, client));
        await sleep(200 + Math.random() * 300);
        const before = answered.size;
        const toldAt = performance.now();
        server.child.kill('SIGTERM');
        expect(await server.exited).toEqual({ code: 0, signal: null });
        slowestMs = Math.max(slowestMs, performance.now() - toldAt);
        await clients;
        agent.destroy();
        expect(new Set(answered.values())).toEqual(new Set([200]));
        expect(answered.size).toBeGreaterThan(before);
        // What the server has begun with is what was answered, no more and no less.
        expect(readLog(server.errors())).toEqual(answered);
        served += answered.size;
        tooLate += unanswered.length;
      }
      await backend.drop();
      // Orchestrators kill whoever takes longer: a promise, not a speed.
      expect(slowestMs).toBeLessThanOrEqual(10_000);
      console.info(
        `${rounds} × SIGTERM: ${served} requests begun and answered, ${tooLate} sent too late; slowest end ${Math.round(slowestMs)} ms`,
      );
    },
  );
});
