import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { createRoutes } from '../src/app.js';
import { type Backend, backends } from './support/backends.js';
import { startTestServer, type TestServer } from './support/test-server.js';

const body = { text: 'name: Ada', fields: 'name' };

describe.each(backends)('over HTTP, on $name,', ({ skip, create }) => {
  const open: { server: TestServer; backend: Backend }[] = [];
  async function start(env: Record<string, string> = {}, options: { slots?: number; clock?: () => number } = {}): Promise<TestServer> {
    const backend = await create();
    const server = await startTestServer(backend, { env, ...options });
    open.push({ server, backend });
    return server;
  }
  afterEach(async () => {
    for (const { server, backend } of open.splice(0)) {
      await server.stop();
      await backend.drop();
    }
  });
  const test = it.skipIf(skip !== undefined);

  test('the rate limit and the quota are told apart, and both say when to come back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'maaza-plans-'));
    const plans = { free: { requests_per_minute: null, extractions_per_month: 1 } };
    writeFileSync(join(folder, 'plans.json'), JSON.stringify(plans));
    const server = await start({ MAAZA_PLANS_FILE: join(folder, 'plans.json') });
    rmSync(folder, { recursive: true });
    const account = await server.account('free');
    const [any, slow] = [await account.key(), await account.key({ perMinute: 2, mode: 'test' })];
    const ask = (key: string) => server.call('POST', '/v1/extract', { key, body });
    const first = await ask(slow);
    expect([first.status, first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual([200, '2', '1']);
    await ask(slow);
    const limited = await ask(slow);
    expect([limited.status, limited.body.error.code]).toEqual([429, 'rate_limit_exceeded']);
    expect([limited.headers.get('ratelimit-remaining'), limited.headers.get('ratelimit-policy')]).toEqual(['0', '"default";q=2;w=60']);
    // One each 30 seconds.
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(limited.headers.get('retry-after'))).toBeLessThanOrEqual(30);
    expect((await ask(any)).status).toBe(200);
    const spent = await ask(any);
    expect([spent.status, spent.body.error.code]).toEqual([402, 'quota_exceeded']);
    const { limit, resets_at: resetsAt } = spent.body.error.details;
    expect(limit).toBe(1);
    const seconds = (Date.parse(resetsAt) - Date.now()) / 1000;
    expect(Math.abs(Number(spent.headers.get('retry-after')) - seconds)).toBeLessThan(60);
    expect((await server.call('GET', '/v1/usage/quota', { key: any })).body).toMatchObject({ used: 1, remaining: 0 });
  });

  test('who is sent away because the queue is full keeps the rate allowance', { timeout: 30_000 }, async () => {
    const server = await start({ MAAZA_QUEUE_SIZE: '0' }, { slots: 1 });
    const account = await server.account();
    const [busy, limited] = [await account.key(), await account.key({ perMinute: 1 })];
    const abort = new AbortController();
    const first = fetch(`${server.url}/v1/extract`, {
      method: 'POST',
      headers: { authorization: `Bearer ${busy}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'name: Ada\nsleep: 100000', fields: 'name' }),
      signal: abort.signal,
    }).catch(() => {});
    while (server.runner.engine.calls === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    for (let i = 0; i < 3; i++) {
      // Before anything else is looked at: this body would be refused too.
      const refused = await server.call('POST', '/v1/extract', { key: limited, body: i === 0 ? { nonsense: true } : body });
      expect([refused.status, refused.body.error.code]).toEqual([503, 'overloaded']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    abort.abort();
    await first;
    let answer = await server.call('POST', '/v1/extract', { key: limited, body });
    while (answer.status === 503) answer = await server.call('POST', '/v1/extract', { key: limited, body });
    expect(answer.status).toBe(200);
    expect((await server.call('POST', '/v1/extract', { key: limited, body })).status).toBe(429);
  });

  test('every POST is done once for an Idempotency-Key, and refuses another request with it', async () => {
    const server = await start({ MAAZA_MANAGEMENT_RATE_LIMIT: '0' });
    const account = await server.account();
    const key = await account.key();
    const login = (await server.call('POST', '/v1/auth/login', { body: { email: account.email, password: account.password } })).body;
    const { id } = (await server.call('POST', '/v1/keys', { key, body: { name: 'old' } })).body;
    const samples: Readonly<Record<string, { readonly body: unknown; readonly other: unknown }>> = {
      extract: { body, other: { ...body, min_probability: 0.1 } },
      extractBatch: { body: { items: [{ custom_id: 'a', text: 'name: x' }], fields: 'name' }, other: { items: [], fields: 'name' } },
      checkSchema: { body: { fields: 'name' }, other: { fields: 'title' } },
      createKey: { body: { name: 'new' }, other: { name: 'newer' } },
      rotateKey: { body: { overlap_seconds: 60 }, other: { overlap_seconds: 61 } },
      register: {
        body: { email: 'once@example.com', password: 'correct horse' },
        other: { email: 'b@example.com', password: 'correct horse' },
      },
      login: { body: { email: account.email, password: account.password }, other: { email: account.email, password: 'wrong' } },
      refresh: { body: { refresh_token: login.refresh_token }, other: { refresh_token: 'rt_x' } },
      logout: { body: { refresh_token: login.refresh_token }, other: { refresh_token: 'rt_x' } },
    };
    const posts = createRoutes(server.services).filter(({ method }) => method === 'post');
    expect(posts.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(samples).sort());
    for (const { operationId, path } of posts) {
      const sample = samples[operationId]!;
      const ask = (sent: unknown) =>
        server.call('POST', path.replace(':id', id), { key, body: sent, headers: { 'idempotency-key': `once-${operationId}` } });
      const first = await ask(sample.body);
      expect(first.status, operationId).toBeLessThan(300);
      const again = await ask(sample.body);
      expect([operationId, again.status, again.headers.get('idempotent-replayed')]).toEqual([operationId, first.status, 'true']);
      expect(again.body).toEqual(first.body);
      const other = await ask(sample.other);
      // A body that is wrong in itself is told so first.
      if (operationId !== 'extractBatch') expect(other.body.error, operationId).toMatchObject({ code: 'idempotency_key_reused' });
    }
    const names = (await server.call('GET', '/v1/keys?limit=50', { key })).body.data.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name === 'new')).toHaveLength(1);
  });

  test('what the client no longer waits for is stopped, and costs nothing', { timeout: 30_000 }, async () => {
    const server = await start({}, { slots: 1 });
    const key = await (await server.account()).key();
    const text = JSON.stringify({ text: 'name: Ada\nsleep: 100000', fields: 'name' });
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'x-request-id': 'gone',
      'idempotency-key': 'gone',
    };
    const sent = request(`${server.url}/v1/extract`, { method: 'POST', headers });
    sent.on('error', () => {});
    sent.end(text);
    while (server.runner.engine.calls === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    sent.destroy();
    // The only slot is free again.
    expect((await server.call('POST', '/v1/extract', { key, body })).status).toBe(200);
    expect((await server.call('GET', '/v1/usage/quota', { key })).body.used).toBe(1);
    expect((await server.call('GET', '/v1/usage', { key })).body.total.requests).toBe(1);
    const line = server.logs.map((each) => JSON.parse(each)).find(({ requestId, msg }) => requestId === 'gone' && msg === 'request');
    expect(line.status).toBe(499);
    // Its Idempotency-Key too.
    const repeated = await server.call('POST', '/v1/extract', { key, body, headers: { 'idempotency-key': 'gone' } });
    expect(repeated.status).toBe(200);
  });

  test('what takes too long is a 504, and costs nothing', async () => {
    const server = await start({ MAAZA_REQUEST_TIMEOUT_MS: '1000' });
    const key = await (await server.account()).key();
    const slow = await server.call('POST', '/v1/extract', { key, body: { text: 'name: Ada\nsleep: 100000', fields: 'name' } });
    expect([slow.status, slow.body.error.code]).toEqual([504, 'timeout']);
    expect((await server.call('GET', '/v1/usage/quota', { key })).body.used).toBe(0);
  });

  test('a key says when it was last used', async () => {
    const server = await start();
    const account = await server.account();
    const [admin, used] = [await account.key(), await account.key({ scopes: ['extract'] })];
    const lastUsed = async () =>
      (await server.call('GET', '/v1/keys?limit=10', { key: admin })).body.data.find(
        ({ scopes }: { scopes: string[] }) => scopes.length === 1,
      ).last_used_at;
    expect(await lastUsed()).toBeNull();
    await server.call('GET', '/v1/models', { key: used });
    await server.services.keys.noteUses();
    expect(Math.abs(Date.parse(await lastUsed()) - Date.now())).toBeLessThan(60_000);
  });

  test('usage lies in one partition a month on PostgreSQL, made ahead of time', async () => {
    let now = Date.parse('2026-11-30T23:59:59.500Z');
    const server = await start({}, { clock: () => now });
    const { kysely, kind } = server.services.database;
    const key = await (await server.account()).key();
    await server.call('POST', '/v1/extract', { key, body });
    now += 1000;
    await server.call('POST', '/v1/extract', { key, body });
    expect((await server.call('GET', '/v1/usage?from=2026-11-30&to=2026-12-01', { key })).body.data).toMatchObject([
      { date: '2026-11-30', requests: 1 },
      { date: '2026-12-01', requests: 1 },
    ]);
    // A new month, a new quota.
    expect((await server.call('GET', '/v1/usage/quota', { key })).body.used).toBe(1);
    if (kind !== 'postgres') return;
    const { rows } = await sql<{
      place: string;
      n: number;
    }>`select tableoid::regclass::text as place, count(*)::int as n from usage_logs group by 1 order by 1`.execute(kysely);
    expect(rows).toEqual([
      { place: 'usage_logs_2026_11', n: 1 },
      { place: 'usage_logs_2026_12', n: 1 },
    ]);
  });
});

describe('over HTTP,', () => {
  let server: TestServer;
  let backend: Backend;
  const start = async (env: Record<string, string> = {}) => {
    backend = await backends[0]!.create();
    server = await startTestServer(backend, { env });
  };
  afterEach(async () => {
    await server.stop();
    await backend.drop();
  });

  it('a request id of the caller comes back and is in the log; one that may be a secret does not', async () => {
    await start();
    const idFor = async (id: string) =>
      (await server.call('GET', '/v1/models', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idFor('order-17:retry.2')).toBe('order-17:retry.2');
    expect(server.logs.join('')).toContain('"requestId":"order-17:retry.2"');
    for (const id of ['sk_live_abc', 'a b', 'x'.repeat(129)]) expect(await idFor(id)).toMatch(/^rid_/);
  });

  it('only the listed origins may call from a browser', async () => {
    await start({ MAAZA_CORS_ORIGINS: 'https://app.example, https://other.example' });
    const preflight = async (origin: string) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key',
      };
      return (await server.call('OPTIONS', '/v1/extract', { headers })).headers;
    };
    const allowed = await preflight('https://other.example');
    expect(allowed.get('access-control-allow-origin')).toBe('https://other.example');
    expect(allowed.get('access-control-allow-headers')).toContain('idempotency-key');
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null'])
      expect((await preflight(origin)).get('access-control-allow-origin')).toBeNull();
    await server.stop();
    await backend.drop();
    await start();
    expect((await preflight('https://app.example')).get('access-control-allow-origin')).toBeNull();
  });

  it('metrics ask for their token where there is one', async () => {
    await start({ MAAZA_METRICS_TOKEN: 'a-long-metrics-token' });
    for (const key of [undefined, 'a-long-metrics-toke', await (await server.account()).key()])
      expect((await server.call('GET', '/metrics', { ...(key !== undefined && { key }) })).status).toBe(401);
    const { status, body: metrics } = await server.call('GET', '/metrics', { key: 'a-long-metrics-token' });
    expect(status).toBe(200);
    expect(metrics).toContain('maaza_');
  });

  it('health says what it stands on, and readiness when it stops', async () => {
    await start();
    expect((await server.call('GET', '/health')).body).toEqual({ status: 'ok' });
    const { body: health } = await server.call('GET', '/healthz');
    expect(health).toMatchObject({ status: 'ok', checks: { database: { status: 'ok' }, engine: { status: 'ok' } } });
    server.services.drain();
    const { status, body: ready, headers } = await server.call('GET', '/readyz');
    expect([status, ready.status, headers.get('retry-after')]).toEqual([503, 'stopping', '1']);
    expect((await server.call('GET', '/health')).status).toBe(200);
  });

  it('bodies that are too deep and schemas that are too large are refused', async () => {
    await start({ MAAZA_MAX_JSON_DEPTH: '10', MAAZA_MAX_SCHEMA_BYTES: '1024' });
    const key = await (await server.account()).key();
    let deep: unknown = {};
    for (let level = 0; level < 10; level++) deep = { items: deep };
    const tooDeep = await server.call('POST', '/v1/schemas/check', { key, body: { schema: deep } });
    expect([tooDeep.status, tooDeep.body.error.details]).toEqual([400, { limit: 10 }]);
    const schema = { type: 'object', description: 'x'.repeat(1024) };
    for (const path of ['/v1/schemas/check', '/v1/extract']) {
      const tooLarge = await server.call('POST', path, { key, body: { schema, ...(path === '/v1/extract' && { text: 'a' }) } });
      expect([tooLarge.status, tooLarge.body.error.code]).toEqual([400, 'invalid_schema']);
    }
  });

  it('the page of the API loads nothing from elsewhere', async () => {
    await start();
    const { body: page, headers } = await server.call('GET', '/docs');
    const addresses = [...(page as string).matchAll(/(?:src|href)="([^"]+)"/g)].map((found) => found[1]!);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses) {
      expect(address).toMatch(/^\/docs\//);
      expect((await server.call('GET', address)).status).toBe(200);
    }
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await server.call('GET', '/docs/start.js')).body).toContain("'/openapi.json'");
    expect((await server.call('GET', '/openapi.json')).body.openapi).toBe('3.1.0');
  });

  it('nobody registers where the administrator makes the accounts', async () => {
    await start({ MAAZA_REGISTRATION: 'closed' });
    const account = { email: 'new@example.com', password: 'correct horse' };
    const { status, body: answer } = await server.call('POST', '/v1/auth/register', { body: account });
    expect([status, answer.error.code]).toEqual([403, 'permission_denied']);
    expect((await server.call('POST', '/v1/auth/login', { body: account })).status).toBe(401);
  });

  it('logins are signed with the key of the environment where there is one, which is then not in the database', async () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    await start({ MAAZA_JWT_PRIVATE_KEY: pem.replaceAll('\n', '\\n') });
    const { email, password } = await server.account();
    const login = (await server.call('POST', '/v1/auth/login', { body: { email, password } })).body;
    expect((await server.call('GET', '/v1/usage', { key: login.access_token })).status).toBe(200);
    expect(JSON.parse(Buffer.from(login.access_token.split('.')[0], 'base64url').toString()).alg).toBe('EdDSA');
    expect(JSON.stringify(await server.services.database.kysely.selectFrom('settings').selectAll().execute())).not.toMatch(
      /private|PRIVATE/,
    );
  });
});
