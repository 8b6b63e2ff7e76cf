import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, backends } from './support/backends.js';
import { startTestServer, type TestServer } from './support/test-server.js';

const fields = 'name, total:number';
const text = 'name: Ada\ntotal: 12.5';

describe.each(backends)('the API on $name', ({ skip, create }) => {
  let backend: Backend;
  let server: TestServer;
  beforeAll(async () => {
    if (skip !== undefined) return;
    backend = await create();
    server = await startTestServer(backend, { env: { MAAZA_STORE_EXTRACTIONS: 'true' } });
  });
  afterAll(async () => {
    await server?.stop();
    await backend?.drop();
  });
  const test = it.skipIf(skip !== undefined);

  test('extracts, and says what it cost', async () => {
    const key = await (await server.account()).key();
    const { status, body, headers } = await server.call('POST', '/v1/extract', { key, body: { text, fields } });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^req_[0-9a-f]{32}$/),
      object: 'extraction',
      created: expect.any(Number),
      model: 'scripted',
      extracted: { name: 'Ada', total: 12.5 },
      validation: { valid: true, errors: [] },
      usage: { input_tokens: text.length, output_tokens: 1, total_tokens: text.length + 1 },
      latency_ms: expect.any(Number),
      cached: false,
    });
    expect(headers.get('x-request-id')).toMatch(/^rid_/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await server.call('GET', `/v1/extractions/${body.id}`, { key })).body).toEqual(body);
  });

  test('gives confidence and spans on request, a schema or a document instead of shorthand and text', async () => {
    const key = await (await server.account()).key();
    const schema = { type: 'object', properties: { name: { type: 'string' } } };
    const document = { data: Buffer.from(text).toString('base64'), type: 'text/plain; charset=utf-8' };
    const { body } = await server.call('POST', '/v1/extract', {
      key,
      body: { document, schema, return_confidence: true, return_spans: true, validate: false },
    });
    expect(body.fields).toEqual({ '/name': { value: 'Ada', confidence: 0.9, printed: 'Ada', start: 6, end: 9 } });
    expect(body.validation).toBeNull();
  });

  test('answers 200 with what is missing, and 422 where strictness was asked for', async () => {
    const key = await (await server.account()).key();
    const lax = await server.call('POST', '/v1/extract', { key, body: { text: 'name: Ada', fields } });
    expect(lax.body).toMatchObject({
      extracted: { name: 'Ada' },
      validation: { valid: false, errors: [{ code: 'missing_field', pointer: '/total' }] },
    });
    const strict = await server.call('POST', '/v1/extract', { key, body: { text: 'name: Ada', fields, strict: true } });
    expect(strict.status).toBe(422);
    expect(strict.body.error).toMatchObject({
      code: 'schema_validation_failed',
      details: { missing_fields: ['/total'], invalid_types: [], extraction: { extracted: { name: 'Ada' } } },
    });
  });

  test.each([
    { min_probability: 1.1 },
    { min_probability: { total: 0.5 } },
    { min_probability: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`/a${i}`, 0.5])) },
    { rules: [{ sum: ['/a'] }] },
    { rules: [{ before: ['/a'] }] },
    { rules: [{ before: ['a', '/b'] }] },
    { rules: [{ sum: ['/a'], equals: '/b', tolerance: -1 }] },
    { rules: ['process.exit()'] },
    { date_order: 'myd' },
    { decimal_mark: ';' },
    { reference_date: '2024-02-30' },
    { offsets: 'utf8' },
    { required: 'maybe' },
    { verbatim: 'no' },
    { temperature: 3 },
    { dateOrder: 'dmy' },
  ])('refuses options that say nothing it knows: %j', async (options) => {
    const key = await (await server.account()).key();
    const batch = { items: [{ custom_id: 'a', text }], fields, ...options };
    for (const [path, body] of [['/v1/extract', { text, fields, ...options }] as const, ['/v1/extract/batch', batch] as const]) {
      const answer = await server.call('POST', path, { key, body });
      expect([answer.status, answer.body.error?.code]).toEqual([400, 'invalid_request']);
      expect(JSON.stringify(answer.body.error.details.issues)).toContain(Object.keys(options)[0]);
    }
  });

  test('counts places in the unit that was asked for', async () => {
    const key = await (await server.account()).key();
    const body = { text: 'ß😀\nname: Ada', fields: 'name', return_spans: true };
    const startIn = async (offsets?: string) =>
      (await server.call('POST', '/v1/extract', { key, body: { ...body, ...(offsets && { offsets }) } })).body.fields['/name'].start;
    expect([await startIn(), await startIn('utf16'), await startIn('bytes'), await startIn('codepoints')]).toEqual([10, 10, 13, 9]);
  });

  test('keeps no result where storing is off, and shows none to others', async () => {
    const key = await (await server.account()).key();
    const other = await (await server.account()).key();
    const { body } = await server.call('POST', '/v1/extract', { key, body: { text, fields } });
    expect((await server.call('GET', `/v1/extractions/${body.id}`, { key: other })).status).toBe(404);
  });

  test('runs a batch: results in order, an error per item, usage counted once', async () => {
    const account = await server.account();
    const key = await account.key();
    const items = [
      { custom_id: 'a', text },
      { custom_id: 'b', text: 'fail: text_too_long' },
      { custom_id: 'c', text: 'name: Bob', fields: 'name' },
    ];
    const { status, body } = await server.call('POST', '/v1/extract/batch', { key, body: { items, fields } });
    expect(status).toBe(200);
    expect(body.results.map((result: { custom_id: string; status: string }) => [result.custom_id, result.status])).toEqual([
      ['a', 'succeeded'],
      ['b', 'failed'],
      ['c', 'succeeded'],
    ]);
    expect(body.results[1].error).toMatchObject({ code: 'text_too_long' });
    expect(body.counts).toEqual({ total: 3, succeeded: 2, failed: 1 });
    expect((await server.call('GET', '/v1/usage/quota', { key })).body.used).toBe(2);
    expect((await server.call('GET', '/v1/usage', { key })).body.total.requests).toBe(2);
  });

  test('refuses a batch with a custom_id twice, or with more than 100 items', async () => {
    const key = await (await server.account()).key();
    const twice = [1, 2].map(() => ({ custom_id: 'a', text }));
    const many = Array.from({ length: 101 }, (_, i) => ({ custom_id: String(i), text }));
    for (const items of [twice, many]) {
      expect((await server.call('POST', '/v1/extract/batch', { key, body: { items, fields } })).status).toBe(400);
    }
  });

  test('repeats an answer for the same Idempotency-Key, and meters it once', async () => {
    const account = await server.account();
    const key = await account.key();
    const headers = { 'idempotency-key': 'the-same' };
    const first = await server.call('POST', '/v1/extract', { key, body: { text, fields }, headers });
    const again = await server.call('POST', '/v1/extract', { key, body: { text, fields }, headers });
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = await server.call('POST', '/v1/extract', { key, body: { text: 'name: Eve', fields }, headers });
    expect(other).toMatchObject({ status: 422, body: { error: { code: 'idempotency_key_reused' } } });
    expect((await server.call('GET', '/v1/usage', { key })).body.total.requests).toBe(1);
    // Another account's key of the same name is another key.
    const stranger = await (await server.account()).key();
    expect(
      (await server.call('POST', '/v1/extract', { key: stranger, body: { text, fields }, headers })).headers.get('idempotent-replayed'),
    ).toBeNull();
  });

  test('says that a request with the same Idempotency-Key is under way', async () => {
    const key = await (await server.account()).key();
    const request = { key, body: { text: `${text}\nsleep: 400`, fields }, headers: { 'idempotency-key': 'slow' } };
    const first = server.call('POST', '/v1/extract', request);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const second = await server.call('POST', '/v1/extract', request);
    expect(second).toMatchObject({ status: 409, body: { error: { code: 'idempotency_in_progress' } } });
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await first).status).toBe(200);
  });

  test('forgets an Idempotency-Key whose request failed, and gives its quota back', async () => {
    const key = await (await server.account()).key();
    const headers = { 'idempotency-key': 'failed' };
    const body = { text: 'fail: text_too_long', fields };
    for (let i = 0; i < 2; i++) {
      const { status, headers: answer } = await server.call('POST', '/v1/extract', { key, body, headers });
      expect([status, answer.get('idempotent-replayed')]).toEqual([400, null]);
    }
    expect((await server.call('GET', '/v1/usage/quota', { key })).body.used).toBe(0);
  });

  test('makes, changes, rotates and revokes keys', async () => {
    const account = await server.account();
    const login = (
      await server.call('POST', '/v1/auth/login', { body: { email: account.email.toUpperCase(), password: account.password } })
    ).body;
    const as = { key: login.access_token as string };
    const created = await server.call('POST', '/v1/keys', { ...as, body: { name: 'build', scopes: ['extract'] } });
    expect(created.status).toBe(201);
    const { id, key } = created.body;
    expect(key).toMatch(/^sk_live_[0-9A-Za-z]{38}$/);
    const shown = await server.call('GET', `/v1/keys/${id}`, as);
    expect(shown.body).not.toHaveProperty('key');
    expect(key).toContain(shown.body.prefix);
    expect((await server.call('PATCH', `/v1/keys/${id}`, { ...as, body: { name: 'ci', requests_per_minute: 5 } })).body).toMatchObject({
      name: 'ci',
      requests_per_minute: 5,
      scopes: ['extract'],
    });
    expect((await server.call('GET', '/v1/models', { key })).status).toBe(200);
    const rotated = await server.call('POST', `/v1/keys/${id}/rotate`, { ...as, body: { overlap_seconds: 60 } });
    expect(rotated.body).toMatchObject({ name: 'ci', requests_per_minute: 5 });
    for (const one of [key, rotated.body.key]) expect((await server.call('GET', '/v1/models', { key: one })).status).toBe(200);
    expect((await server.call('DELETE', `/v1/keys/${id}`, as)).body.revoked_at).toEqual(expect.any(String));
    // At once, in the process that was told.
    expect((await server.call('GET', '/v1/models', { key })).body.error.code).toBe('invalid_api_key');
    expect((await server.call('GET', '/v1/models', { key: rotated.body.key })).status).toBe(200);
    expect((await server.call('GET', '/v1/keys?limit=1', as)).body).toMatchObject({ data: [{ id: rotated.body.id }], has_more: true });
    expect((await server.call('GET', `/v1/keys?limit=1&before=${rotated.body.id}`, as)).body).toMatchObject({
      data: [{ id }],
      has_more: false,
    });
  });

  test('lets a key give no scope that it lacks', async () => {
    const key = await (await server.account()).key({ scopes: ['keys:write', 'keys:read'] });
    expect((await server.call('POST', '/v1/keys', { key, body: { name: 'more' } })).status).toBe(403);
    expect((await server.call('POST', '/v1/keys', { key, body: { name: 'same', scopes: ['keys:read'] } })).status).toBe(201);
  });

  test('ends a session whose refresh token is used twice', async () => {
    const account = await server.account();
    const login = (await server.call('POST', '/v1/auth/login', { body: { email: account.email, password: account.password } })).body;
    const refreshed = await server.call('POST', '/v1/auth/refresh', { body: { refresh_token: login.refresh_token } });
    expect(refreshed.status).toBe(200);
    expect((await server.call('GET', '/v1/usage', { key: refreshed.body.access_token })).status).toBe(200);
    const stolen = await server.call('POST', '/v1/auth/refresh', { body: { refresh_token: login.refresh_token } });
    expect(stolen).toMatchObject({ status: 401, body: { error: { code: 'invalid_token' } } });
    for (const token of [login.access_token, refreshed.body.access_token]) {
      expect((await server.call('GET', '/v1/usage', { key: token })).body.error.code).toBe('invalid_token');
    }
    expect((await server.call('POST', '/v1/auth/refresh', { body: { refresh_token: refreshed.body.refresh_token } })).status).toBe(401);
  });

  test('of 20 that refresh with one token at once, lets one through at most', async () => {
    const account = await server.account();
    const login = (await server.call('POST', '/v1/auth/login', { body: { email: account.email, password: account.password } })).body;
    const all = await Promise.all(
      Array.from({ length: 20 }, () => server.call('POST', '/v1/auth/refresh', { body: { refresh_token: login.refresh_token } })),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('says the same to a wrong password and to an unknown address', async () => {
    const { email } = await server.account();
    const wrong = await server.call('POST', '/v1/auth/login', { body: { email, password: 'not this one' } });
    const unknown = await server.call('POST', '/v1/auth/login', { body: { email: 'nobody@example.com', password: 'not this one' } });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'invalid_credentials' } } });
    expect(unknown.body).toEqual(wrong.body);
  });

  test('never bills a test key', async () => {
    const account = await server.account();
    const key = await account.key({ mode: 'test' });
    expect((await server.call('POST', '/v1/extract', { key, body: { text, fields } })).status).toBe(200);
    expect((await server.call('GET', '/v1/usage/quota', { key })).body.used).toBe(0);
    expect((await server.call('GET', '/v1/usage', { key })).body.total.requests).toBe(1);
    const events = await server.services.database.kysely
      .selectFrom('billing_events')
      .selectAll()
      .where('user_id', '=', account.userId)
      .execute();
    expect(events).toEqual([]);
  });

  test('sums usage by day, key and model', async () => {
    const account = await server.account();
    const [a, b] = [await account.key(), await account.key()];
    for (const key of [a, a, b]) await server.call('POST', '/v1/extract', { key, body: { text, fields } });
    const byKey = (await server.call('GET', '/v1/usage?group_by=key', { key: a })).body;
    expect(byKey.data.map((row: { requests: number }) => row.requests).sort()).toEqual([1, 2]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await server.call('GET', `/v1/usage?from=${today}&to=${today}`, { key: a })).body.data).toMatchObject([
      { date: today, requests: 3 },
    ]);
    expect((await server.call('GET', '/v1/usage?group_by=model', { key: a })).body.data).toMatchObject([
      { model: 'scripted', requests: 3 },
    ]);
    expect((await server.call('GET', '/v1/usage?from=2026-02-30', { key: a })).status).toBe(400);
  });

  test('answers problem+json to whoever asks for it', async () => {
    const { status, body, headers } = await server.call('GET', '/v1/models', { headers: { accept: 'application/problem+json' } });
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({ type: 'urn:maaza:error:invalid_api_key', status, code: 'invalid_api_key' });
  });
});
