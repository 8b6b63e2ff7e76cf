import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientTypesPath, renderClientTypes } from '../../../scripts/client-types.js';
import { backends } from '../../server/test/support/backends.js';
import { startTestServer, type TestServer } from '../../server/test/support/test-server.js';
import { createClient, MaazaApiError, MaazaConnectionError } from '../src/index.js';
import { readRetryAfter } from '../src/retry-after.js';

it('has the types of the API as it is (if not: npx tsx scripts/client-types.ts)', async () => {
  expect(readFileSync(clientTypesPath, 'utf8')).toBe(await renderClientTypes());
});

describe('the client and the real server', () => {
  let server: TestServer;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const backend = await backends[0]!.create();
    drop = backend.drop;
    server = await startTestServer(backend, { env: { MAAZA_STORE_EXTRACTIONS: 'true' } });
  });
  afterAll(async () => {
    await server.stop();
    await drop();
  });

  it('agree on every operation', async () => {
    const open = createClient({ baseUrl: `${server.url}/` });
    const login = await open.auth.register({ email: 'client@example.com', password: 'correct horse' });
    expect((await open.auth.login({ email: 'client@example.com', password: 'correct horse' })).user.id).toBe(login.user.id);
    const me = createClient({ baseUrl: server.url, apiKey: login.access_token });
    const made = await me.keys.create({ name: 'client' });
    const client = createClient({ baseUrl: server.url, apiKey: made.key });
    const extraction = await client.extract<{ name: string }>({ text: 'name: Ada', fields: 'name', return_spans: true });
    expect(extraction.extracted.name).toBe('Ada');
    expect(extraction.fields!['/name']).toMatchObject({ printed: 'Ada', start: 6 });
    expect(await client.getExtraction(extraction.id)).toEqual(extraction);
    const batch = await client.extractBatch<{ name: string }>({ items: [{ custom_id: 'a', text: 'name: Bob' }], fields: 'name' });
    expect(batch.results[0]!.extraction!.extracted.name).toBe('Bob');
    expect((await client.listModels()).data[0]!.id).toBe('scripted');
    expect((await client.checkSchema({ fields: 'name' })).supported).toBe(true);
    expect((await client.getUsage({ group_by: 'model' })).total.requests).toBe(2);
    expect((await client.getQuota()).used).toBe(2);
    expect((await me.keys.list({ limit: 5 })).data.map(({ id }) => id)).toEqual([made.id]);
    expect((await me.keys.update(made.id, { name: 'renamed' })).name).toBe('renamed');
    const rotated = await me.keys.rotate(made.id, { overlap_seconds: 60 });
    expect((await me.keys.get(rotated.id)).name).toBe('renamed');
    expect((await me.keys.revoke(made.id)).revoked_at).not.toBeNull();
    await expect(client.getQuota()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key', requestId: expect.any(String) });
    const refreshed = await open.auth.refresh(login.refresh_token);
    await open.auth.logout(refreshed.refresh_token);
    await expect(open.auth.refresh(refreshed.refresh_token)).rejects.toBeInstanceOf(MaazaApiError);
  });
});

/** A server that answers as it is told, one answer per request. */
async function answering(answers: readonly ((response: ServerResponse) => void)[]) {
  const requests: { key: string | undefined; at: number }[] = [];
  const server = createServer((request, response) => {
    requests.push({ key: request.headers['idempotency-key'] as string | undefined, at: performance.now() });
    request.resume();
    const answer = answers[Math.min(requests.length, answers.length) - 1]!;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, requests, close: () => void server.close() };
}

const refuse = (status: number, code: string, retryAfter?: string) => (response: ServerResponse) => {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  response.statusCode = status;
  response.end(JSON.stringify({ error: { type: 'x', code, message: code, details: {} } }));
};
const accept = (response: ServerResponse) => void response.end(JSON.stringify({ extracted: {} }));
const request = { text: 'a', fields: 'a' };

describe('retries', () => {
  it('wait as long as the server says, and are the same request', async () => {
    const server = await answering([
      refuse(429, 'rate_limit_exceeded', '1'),
      (response) => void response.destroy(),
      refuse(503, 'overloaded', '0'),
      accept,
    ]);
    await createClient({ baseUrl: server.url }).extract(request);
    server.close();
    expect(server.requests).toHaveLength(4);
    expect(new Set(server.requests.map(({ key }) => key)).size).toBe(1);
    expect(server.requests[0]!.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(server.requests[1]!.at - server.requests[0]!.at).toBeGreaterThanOrEqual(990);
  });

  it.each([
    [400, 'invalid_request'],
    [402, 'quota_exceeded'],
    [422, 'schema_validation_failed'],
    [500, 'extraction_failed'],
    [504, 'timeout'],
  ])('are not made after %i', async (status, code) => {
    const server = await answering([refuse(status, code)]);
    await expect(createClient({ baseUrl: server.url }).extract(request)).rejects.toMatchObject({ status, code });
    server.close();
    expect(server.requests).toHaveLength(1);
  });

  it('are not made where the server wants a longer wait than the caller, and come to an end', async () => {
    const server = await answering([refuse(503, 'overloaded', '3600')]);
    await expect(createClient({ baseUrl: server.url }).extract(request)).rejects.toMatchObject({ retryAfterSeconds: 3600 });
    expect(server.requests).toHaveLength(1);
    const gone = createClient({ baseUrl: server.url, maxRetries: 1, maxRetryDelayMs: 10 });
    server.close();
    await expect(gone.getQuota()).rejects.toBeInstanceOf(MaazaConnectionError);
  });

  it('stop when the caller aborts', async () => {
    const server = await answering([refuse(503, 'overloaded', '20')]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 100);
    await expect(createClient({ baseUrl: server.url }).extract(request, { signal: abort.signal })).rejects.toThrow('enough');
    server.close();
  });

  it('read both forms of Retry-After', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(readRetryAfter('7', now)).toBe(7);
    expect(readRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30);
    expect(readRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
    for (const none of [null, '', 'soon']) expect(readRetryAfter(none, now)).toBeUndefined();
  });
});
