import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openAdministration } from '../src/administration.js';
import { loadConfig } from '../src/config/config.js';
import { openDatabase } from '../src/database/open-database.js';
import { backends } from './support/backends.js';
import { times } from './support/long-tests.js';
import { type ServerProcess, startProcess } from './support/processes.js';
import { call } from './support/test-server.js';

const kills = times(6, 100);
const CLIENTS = 8;
const body = { text: 'name: Ada\nsleep: 15', fields: 'name' };

describe.each(backends)('kill -9 under load, on $name', ({ skip, create }) => {
  it.skipIf(skip !== undefined)(`meters each acknowledged extraction exactly once (${kills} kills)`, { timeout: 600_000 }, async () => {
    const backend = await create();
    const env = { ...backend.env, MAAZA_LEASE_MS: '1000', SCRIPT_SLOTS: '8' };
    const administration = await openAdministration(loadConfig(env));
    const { email } = await administration.createUser({ email: 'load@example.com', plan: 'enterprise' });
    const { key } = await administration.createKey({ email, name: 'load' });
    await administration.close();

    let server: ServerProcess | undefined;
    let isOver = false;
    const acknowledged = new Map<string, string>();
    /** Asks with one Idempotency-Key until it is answered, whatever dies meanwhile. */
    const insist = async (idempotencyKey: string) => {
      for (;;) {
        if (!server) {
          await sleep(10);
          continue;
        }
        const answer = await call(server.url, 'POST', '/v1/extract', { key, body, headers: { 'idempotency-key': idempotencyKey } }).catch(
          () => undefined,
        );
        if (answer?.status === 200) return answer.body.id as string;
        if (answer && answer.status !== 409 && answer.status !== 503) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
        await sleep(20);
      }
    };
    let sent = 0;
    const client = async () => {
      while (!isOver) {
        const idempotencyKey = `request-${++sent}`;
        acknowledged.set(idempotencyKey, await insist(idempotencyKey));
      }
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, client));
    clients.catch(() => {});
    for (let kill = 0; kill < kills; kill++) {
      server = await startProcess(env);
      await sleep(150 + Math.random() * 400);
      const { child, exited } = server;
      server = undefined;
      child.kill('SIGKILL');
      await exited;
    }
    server = await startProcess(env);
    isOver = true;
    await clients;
    // Each one once more: a repetition adds nothing, and is answered the same.
    const first = [...acknowledged].slice(0, 50);
    for (const [idempotencyKey, id] of first) expect(await insist(idempotencyKey)).toBe(id);
    // Two leases: whatever a dead process had reserved is given back by now.
    await sleep(2500);
    const database = await openDatabase(loadConfig(env), { clock: Date.now, onError: () => {} });
    const { kysely } = database;
    const usage = await kysely.selectFrom('usage_logs').select('id').execute();
    const events = await kysely.selectFrom('billing_events').select('usage_id').execute();
    const quota = await kysely.selectFrom('quotas').select('used').executeTakeFirstOrThrow();
    const reservations = await kysely.selectFrom('reservations').select('id').execute();
    await database.close();
    server.child.kill('SIGTERM');
    await server.exited;
    await backend.drop();
    const ids = [...acknowledged.values()].sort();
    expect(new Set(ids).size).toBe(ids.length);
    expect(usage.map(({ id }) => id).sort()).toEqual(ids);
    expect(events.map(({ usage_id }) => usage_id).sort()).toEqual(ids);
    expect(reservations).toEqual([]);
    expect(quota.used).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(kills);
    console.info(`${kills} × kill -9: ${ids.length} extractions acknowledged, ${usage.length} metered`);
  });
});
