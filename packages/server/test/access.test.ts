import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRoutes } from '../src/app.js';
import type { Route } from '../src/http/route.js';
import { createApiKey, scopes } from '../src/keys/api-key.js';
import { type Backend, backends } from './support/backends.js';
import { startTestServer, type TestAccount, type TestServer } from './support/test-server.js';

const text = { text: 'name: Ada', fields: 'name' };
/** A request of each route that is answered with 2xx to whoever may; a route without one fails the test. */
const samples: Readonly<Record<string, { readonly body?: unknown; readonly id?: 'key' | 'extraction' }>> = {
  extract: { body: text },
  extractBatch: { body: { items: [{ custom_id: 'a', ...text }] } },
  getExtraction: { id: 'extraction' },
  listModels: {},
  checkSchema: { body: { fields: 'name' } },
  getUsage: {},
  getQuota: {},
  createKey: { body: { name: 'new', scopes: ['extract'] } },
  listKeys: {},
  getKey: { id: 'key' },
  updateKey: { id: 'key', body: { name: 'changed' } },
  rotateKey: { id: 'key', body: {} },
  revokeKey: { id: 'key' },
};

describe.each(backends)('who may use which route, on $name', ({ skip, create }) => {
  let backend: Backend;
  let server: TestServer;
  let owner: TestAccount;
  let now = Date.now();
  let routes: readonly Route[];

  beforeAll(async () => {
    if (skip !== undefined) return;
    backend = await create();
    server = await startTestServer(backend, {
      env: { MAAZA_STORE_EXTRACTIONS: 'true', MAAZA_MANAGEMENT_RATE_LIMIT: '0' },
      clock: () => now,
    });
    owner = await server.account();
    routes = createRoutes(server.services).filter((route) => route.access !== 'public');
  });
  afterAll(async () => {
    await server?.stop();
    await backend?.drop();
  });
  const test = it.skipIf(skip !== undefined);

  /** A thing of the owner's that the path can name. */
  async function targetId(kind: 'key' | 'extraction' | undefined): Promise<string> {
    const key = await owner.key();
    if (kind === 'extraction') return (await server.call('POST', '/v1/extract', { key, body: text })).body.id;
    return kind === 'key' ? (await server.call('POST', '/v1/keys', { key, body: { name: 'target', scopes: ['extract'] } })).body.id : '';
  }

  async function ask(route: Route, credential: { key?: string; headers?: Record<string, string> }) {
    const sample = samples[route.operationId];
    if (!sample) throw new Error(`access.test.ts has no sample of ${route.operationId}`);
    const path = route.path.replace(':id', await targetId(sample.id));
    return server.call(route.method.toUpperCase(), path, { ...credential, ...(sample.body !== undefined && { body: sample.body }) });
  }

  async function login(): Promise<string> {
    return (await server.call('POST', '/v1/auth/login', { body: { email: owner.email, password: owner.password } })).body.access_token;
  }

  test('has a sample for each route, and each is answered with 2xx to its owner, by key, X-API-Key and login', async () => {
    expect(routes.map((route) => route.operationId).sort()).toEqual(Object.keys(samples).sort());
    const [key, token] = [await owner.key(), await login()];
    for (const route of routes) {
      for (const credential of [{ key }, { key: token }, { headers: { 'x-api-key': key } }]) {
        const { status, body } = await ask(route, credential);
        expect(status, `${route.operationId}: ${JSON.stringify(body)}`).toBeLessThan(300);
      }
    }
  });

  const forge = async (claims: Record<string, unknown>, secret: Parameters<SignJWT['sign']>[0], alg: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, typ: 'JWT' })
      .setIssuer('maaza')
      .setAudience('maaza-api')
      .setSubject(owner.userId)
      .setExpirationTime('1h')
      .sign(secret);

  /** What must never be let in, with the answer that it gets instead. */
  const intruders: readonly (readonly [
    string,
    (route: Route) => Promise<{ key?: string; headers?: Record<string, string> } | undefined>,
    number,
  ])[] = [
    ['no key', async () => ({}), 401],
    ['an empty key', async () => ({ headers: { authorization: 'Bearer ' } }), 401],
    ['a key with a typo', async () => ({ key: `${(await owner.key()).slice(0, -1)}!` }), 401],
    ['a well-formed key that nobody made', async () => ({ key: createApiKey('live') }), 401],
    ['a live key that says it is a test key', async () => ({ key: (await owner.key()).replace('live', 'test') }), 401],
    [
      'a key as Basic credentials',
      async () => ({ headers: { authorization: `Basic ${Buffer.from(await owner.key()).toString('base64')}` } }),
      401,
    ],
    [
      'an expired key',
      async () => {
        const key = await owner.key({ expiresAt: now + 1000 });
        now += 1001;
        return { key };
      },
      401,
    ],
    [
      'a revoked key',
      async () => {
        const { row, secret } = await server.services.keys.create(owner.userId, {
          name: 'gone',
          mode: 'live',
          scopes,
          requestsPerMinute: null,
          expiresAt: null,
        });
        await server.services.keys.authenticate(secret);
        await server.services.keys.revoke(owner.userId, row.id);
        return { key: secret };
      },
      401,
    ],
    [
      'a key without the scope',
      async ({ access }) => ({ key: await owner.key({ scopes: scopes.filter((scope) => access !== 'public' && scope !== access.scope) }) }),
      403,
    ],
    [
      'a test key where only live ones may',
      async ({ access }) => (access !== 'public' && access.modes.includes('test') ? undefined : { key: await owner.key({ mode: 'test' }) }),
      403,
    ],
    [
      'the key of another account',
      async ({ path }) => (path.includes(':id') ? { key: await (await server.account()).key() } : undefined),
      404,
    ],
    [
      'an expired login',
      async () => {
        const token = await login();
        now += 901_000;
        return { key: token };
      },
      401,
    ],
    [
      'a login that has ended',
      async () => {
        const { body } = await server.call('POST', '/v1/auth/login', { body: { email: owner.email, password: owner.password } });
        await server.call('GET', '/v1/usage', { key: body.access_token });
        await server.call('POST', '/v1/auth/logout', { body: { refresh_token: body.refresh_token } });
        return { key: body.access_token };
      },
      401,
    ],
    [
      'a token of another signer',
      async () => ({ key: await forge({ sid: 'ses_1' }, generateKeyPairSync('ed25519').privateKey, 'EdDSA') }),
      401,
    ],
    ['a token signed with a shared secret', async () => ({ key: await forge({ sid: 'ses_1' }, Buffer.alloc(32, 1), 'HS256') }), 401],
    [
      'a token that is not signed',
      async () => {
        const [, payload] = (await login()).split('.');
        return { key: `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.x` };
      },
      401,
    ],
    ['a login as X-API-Key', async () => ({ headers: { 'x-api-key': await login() } }), 401],
  ];

  test.each(intruders)('refuses %s on every route', async (_, credentialFor, expected) => {
    let asked = 0;
    for (const route of routes) {
      const credential = await credentialFor(route);
      if (!credential) continue;
      asked++;
      const { status, body } = await ask(route, credential);
      expect(status, `${route.operationId}: ${JSON.stringify(body)}`).toBe(expected);
    }
    expect(asked).toBeGreaterThan(0);
  });

  test('shows a test key no extraction that a live key made', async () => {
    const id = await targetId('extraction');
    expect((await server.call('GET', `/v1/extractions/${id}`, { key: await owner.key({ mode: 'test' }) })).status).toBe(404);
  });

  test('locks a disabled account out', async () => {
    const account = await server.account();
    const key = await account.key();
    await server.services.database.kysely.updateTable('users').set({ disabled_at: now }).where('id', '=', account.userId).execute();
    expect((await server.call('GET', '/v1/usage', { key })).status).toBe(401);
    expect((await server.call('POST', '/v1/auth/login', { body: { email: account.email, password: account.password } })).status).toBe(401);
  });
});

describe.each(backends)('a revoked key on $name', ({ skip, create }) => {
  it.skipIf(skip !== undefined)('dies in other processes within 5 seconds', async () => {
    const backend = await create();
    const [a, b] = [await startTestServer(backend), await startTestServer(backend)];
    const account = await a.account();
    const key = await account.key();
    for (const server of [a, b]) expect((await server.call('GET', '/v1/models', { key })).status).toBe(200);
    const { id } = (await a.services.database.kysely
      .selectFrom('api_keys')
      .select('id')
      .where('user_id', '=', account.userId)
      .executeTakeFirst())!;
    await a.services.keys.revoke(account.userId, id);
    const revokedAt = performance.now();
    expect((await a.call('GET', '/v1/models', { key })).status).toBe(401);
    let lastAccepted = 0;
    while (performance.now() - revokedAt < 5500) {
      const sentAt = performance.now() - revokedAt;
      if ((await b.call('GET', '/v1/models', { key })).status === 200) lastAccepted = sentAt;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // It was good for a while, so this was a race that could be lost.
    expect(lastAccepted).toBeGreaterThan(0);
    expect(lastAccepted).toBeLessThanOrEqual(5000);
    await Promise.all([a.stop(), b.stop()]);
    await backend.drop();
  });
});
