import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdministration } from '../src/administration.js';
import { loadConfig } from '../src/config/config.js';
import { openDatabase } from '../src/database/open-database.js';
import { type Backend, backends } from './support/backends.js';
import { sendAtOnce } from './support/gate.js';
import { isLong } from './support/long-tests.js';
import { endProcesses, type ServerProcess, startProcess } from './support/processes.js';

const PER_MINUTE = 10;
const PER_MONTH = 40;
const body = { text: 'name: Ada', fields: 'name' };
const cases = backends.flatMap((backend) =>
  (isLong ? [1, 2, 4] : backend.name === 'SQLite' ? [1, 4] : [1, 2, 4]).map((count) => ({ ...backend, count })),
);

describe.each(cases)('$count processes on $name', ({ skip, create, count }) => {
  let backend: Backend;
  let folder: string;
  let env: Record<string, string>;
  let processes: ServerProcess[] = [];
  const keyOf = async (plan: string) => {
    const administration = await openAdministration(loadConfig(env));
    const { email, id } = await administration.createUser({ email: `${plan}@example.com`, plan });
    const { key } = await administration.createKey({ email, name: plan });
    await administration.close();
    return { key, userId: id };
  };
  const spread = (key: string, requests: number) =>
    Array.from({ length: requests }, (_, i) => ({ url: processes[i % count]!.url, key, body }));

  beforeAll(async () => {
    if (skip !== undefined) return;
    backend = await create();
    folder = mkdtempSync(join(tmpdir(), 'maaza-plans-'));
    const plans = join(folder, 'plans.json');
    const plan = (requests_per_minute: number | null, extractions_per_month: number | null) => ({
      requests_per_minute,
      extractions_per_month,
    });
    writeFileSync(
      plans,
      JSON.stringify({ free: plan(null, null), paced: plan(PER_MINUTE, null), counted: plan(null, PER_MONTH), last: plan(null, 1) }),
    );
    env = { ...backend.env, MAAZA_PLANS_FILE: plans, MAAZA_QUEUE_SIZE: '1000' };
    // Together, on an empty database: the migrations are raced for as well.
    processes = await Promise.all(Array.from({ length: count }, () => startProcess(env)));
  });
  afterAll(async () => {
    await endProcesses(processes);
    if (folder) rmSync(folder, { recursive: true });
    await backend?.drop();
  });
  const test = it.skipIf(skip !== undefined);

  test('let exactly the rate limit through', async () => {
    const { key } = await keyOf('paced');
    const startedAt = performance.now();
    const answers = await sendAtOnce(spread(key, 60));
    const admitted = answers.filter(({ status }) => status === 200).length;
    // One more for each whole interval of 6 s, should this machine be that slow.
    const refilled = Math.floor(((performance.now() - startedAt) / 60_000) * PER_MINUTE);
    expect(admitted).toBeGreaterThanOrEqual(PER_MINUTE);
    expect(admitted).toBeLessThanOrEqual(PER_MINUTE + refilled);
    expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
  });

  test('spend exactly the quota, and meter exactly what they spent', async () => {
    const { key, userId } = await keyOf('counted');
    const answers = await sendAtOnce(spread(key, 3 * PER_MONTH));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(PER_MONTH);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([402]));
    expect(JSON.parse(refused[0]!.body).error.code).toBe('quota_exceeded');
    const database = await openDatabase(loadConfig(env), { clock: Date.now, onError: () => {} });
    const rowsOf = async (table: 'usage_logs' | 'billing_events' | 'reservations') =>
      (await database.kysely.selectFrom(table).select('id').where('user_id', '=', userId).execute()).length;
    expect([await rowsOf('usage_logs'), await rowsOf('billing_events'), await rowsOf('reservations')]).toEqual([PER_MONTH, PER_MONTH, 0]);
    const quota = await database.kysely.selectFrom('quotas').select('used').where('user_id', '=', userId).executeTakeFirstOrThrow();
    await database.close();
    expect(quota.used).toBe(PER_MONTH);
  });

  test('give the last unit to one of 50', async () => {
    const { key } = await keyOf('last');
    const answers = await sendAtOnce(spread(key, 50));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(402)]);
  });
});
