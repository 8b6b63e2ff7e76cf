import { request } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRoutes } from '../src/app.js';
import { createOpenApi } from '../src/http/openapi.js';
import type { Route } from '../src/http/route.js';
import { type Backend, backends } from './support/backends.js';
import { times } from './support/long-tests.js';
import { startTestServer, type TestServer } from './support/test-server.js';

const count = times(1500, 20_000);
const CONCURRENCY = 16;

interface Fuzzed {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

function send(url: string, { method, path, headers, body }: Fuzzed): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, method, path, headers: { ...headers, 'content-length': body.length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode!,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
          retryAfter: response.headers['retry-after'],
        }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Values of the right names and often the right types, so that requests get past the first check. */
const member = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>('name: Ada', 'name, total:number', 'a@example.com', true, 0, 1, -1, 1e308, null, '', [], {}),
  },
  { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) as fc.Arbitrary<unknown> },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      { type: 'object', properties: { name: { type: 'string' } } },
      { $ref: '#' },
      { type: 'nonsense' },
      { '/name': 0.95 },
      [{ before: ['/name', '/total'] }],
      [{ sum: ['/*'], equals: '/total' }],
      'dmy',
      '2024-02-29',
      'bytes',
      { pattern: '(' },
    ),
  },
);
const names = [
  'text',
  'schema',
  'fields',
  'document',
  'model',
  'temperature',
  'seed',
  'strict',
  'validate',
  'items',
  'custom_id',
  'name',
  'mode',
  'scopes',
  'expires_at',
  'requests_per_minute',
  'overlap_seconds',
  'email',
  'password',
  'refresh_token',
  '__proto__',
  'constructor',
  'max_output_tokens',
  'min_probability',
  'rules',
  'date_order',
  'decimal_mark',
  'reference_date',
  'required',
  'offsets',
  'return_spans',
  'return_confidence',
];
const object = fc.dictionary(fc.constantFrom(...names), member, { maxKeys: 5, noNullPrototype: true });
const likely = fc.constantFrom<unknown>(
  { text: 'name: Ada', fields: 'name' },
  { text: 'name: Ada', schema: { type: 'object', properties: { name: { type: 'string' } } } },
  {
    items: [
      { custom_id: 'a', text: 'name: x' },
      { custom_id: 'b', text: 'fail: text_too_long' },
    ],
    fields: 'name',
  },
  { name: 'k', scopes: ['extract'] },
  { refresh_token: 'rt_x' },
  { fields: 'a, b:nmber' },
);
/** Bodies that their own route takes. */
const fitting: Readonly<Record<string, unknown>> = {
  extract: { text: 'name: Ada', fields: 'name' },
  extractBatch: { items: [{ custom_id: 'a', text: 'name: x' }], fields: 'name' },
  checkSchema: { fields: 'name' },
  createKey: { name: 'k', scopes: ['extract'] },
  logout: { refresh_token: 'rt_x' },
};
const json = fc
  .oneof(
    object,
    likely,
    fc.tuple(likely, object).map(([a, b]) => ({ ...(a as object), ...b })),
    fc.jsonValue(),
  )
  .map((value) => Buffer.from(JSON.stringify(value)));
const damaged = fc.tuple(json, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[at % copy.length] = byte;
  return copy;
});
const bytes = fc.oneof(
  { weight: 6, arbitrary: json },
  { weight: 2, arbitrary: damaged },
  { weight: 1, arbitrary: fc.tuple(json, fc.nat()).map(([whole, at]) => whole.subarray(0, at % (whole.length + 1))) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      Buffer.alloc(0),
      Buffer.from('['.repeat(500)),
      Buffer.alloc(3000, 0x20),
      Buffer.from('"text"'),
      Buffer.from('{"a":1}{"b"'),
    ),
  },
);

/** Requests that fail at the first look do not test what is behind it. */
const mostly = (usual: readonly string[], others: readonly string[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

describe.each(backends)('fuzzed requests on $name', ({ skip, create }) => {
  let backend: Backend;
  let server: TestServer;
  let routes: readonly Route[];
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);

  beforeAll(async () => {
    if (skip !== undefined) return;
    process.on('unhandledRejection', note);
    backend = await create();
    server = await startTestServer(backend, {
      slots: 8,
      env: { MAAZA_MAX_BODY_BYTES: '2048', MAAZA_MANAGEMENT_RATE_LIMIT: '0', MAAZA_QUEUE_SIZE: '8', MAAZA_LOG_LEVEL: 'silent' },
    });
    routes = createRoutes(server.services);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await server?.stop();
    await backend?.drop();
  });

  it.skipIf(skip !== undefined)(`answer as OpenAPI says, and never 5xx but 503 (${count})`, { timeout: 900_000 }, async () => {
    const openApi = createOpenApi(routes, '0.0.0') as {
      paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>;
      components: { schemas: Record<string, object> };
    };
    const ajv = new Ajv2020({ strict: false, allErrors: false });
    // A CommonJS package: its function is the default of the default.
    (addFormatsModule as unknown as { default: (instance: unknown) => void }).default(ajv);
    ajv.addSchema({ $id: 'api', ...openApi });
    const validatorOf = (schema: object) => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
    const account = await server.account();
    const key = await account.key();
    const weak = await account.key({ mode: 'test', scopes: ['extract'] });
    const anyRoute = fc.constantFrom(...routes);
    const arbitrary: fc.Arbitrary<{ route: Route; fuzzed: Fuzzed }> = fc
      .record({
        route: anyRoute,
        method: fc.oneof(
          { weight: 12, arbitrary: fc.constant('') },
          { weight: 1, arbitrary: fc.constantFrom('PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'GET', 'POST') },
        ),
        id: fc.constantFrom('key_01a20923d5527559b86dcc1c9c80172e', 'x', '%00', '%ff', '..%2f', 'req_', "'--"),
        query: fc.constantFrom(
          '',
          '',
          '',
          '?limit=5',
          '?limit=-1',
          '?limit=NaN',
          '?from=2026-01-01&to=2026-02-01',
          '?from=2026-13-01',
          '?group_by=key',
          '?group_by[]=x',
          '?a=%',
          '?limit=1&limit=2',
        ),
        authorization: mostly([`Bearer ${key}`], [`Bearer ${weak}`, 'Bearer a.b.c', 'Bearer', 'x', '']),
        contentType: mostly(
          ['application/json'],
          ['application/json; charset=utf-16', 'text/plain', 'multipart/form-data; boundary=x', ''],
        ),
        encoding: mostly([''], ['gzip', 'br', 'compress']),
        accept: fc.constantFrom('*/*', 'application/json', 'application/problem+json', 'text/html', 'nonsense'),
        idempotencyKey: fc.constantFrom('', '', '', 'a', 'b', 'c d', 'x'.repeat(300)),
        isFitting: fc.boolean(),
        body: bytes,
      })
      .map(({ route, isFitting, method, id, query, authorization, contentType, encoding, accept, idempotencyKey, body }) => ({
        route,
        fuzzed: {
          method: method || route.method.toUpperCase(),
          path: route.path.replace(':id', id) + query,
          headers: {
            accept,
            ...(authorization && { authorization }),
            ...(contentType && { 'content-type': contentType }),
            ...(encoding && { 'content-encoding': encoding }),
            ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
          },
          body: isFitting && route.operationId in fitting ? Buffer.from(JSON.stringify(fitting[route.operationId])) : body,
        },
      }));
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
    const cases = fc.sample(arbitrary, { numRuns: count, seed });
    const wrong: string[] = [];
    const statuses = new Map<number, number>();
    const one = async ({ route, fuzzed }: { route: Route; fuzzed: Fuzzed }) => {
      const answer = await send(server.url, fuzzed);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const problem = problemOf(route, fuzzed, answer);
      if (problem)
        wrong.push(
          `seed ${seed}: ${fuzzed.method} ${fuzzed.path} ${fuzzed.body.toString('latin1').slice(0, 200)} → ${answer.status} ${answer.text.slice(0, 300)}: ${problem}`,
        );
    };
    function problemOf(route: Route, { method }: Fuzzed, { status, type, text, retryAfter }: Answer): string | undefined {
      if (status >= 500 && status !== 503) return 'a 5xx';
      if ([429, 503].includes(status) && !retryAfter) return 'no Retry-After';
      if (method === 'HEAD' || method === 'OPTIONS') return undefined;
      const value = JSON.parse(text) as unknown;
      const operation = method === route.method.toUpperCase() ? openApi.paths[route.path.replace(':id', '{id}')]![route.method] : undefined;
      const described = operation?.responses[status];
      if (operation && !described && !text.includes('the path cannot be read')) return 'a status that OpenAPI does not name';
      const media = type.split(';')[0]!;
      const schema = described?.content?.[media]?.schema ?? {
        $ref: media === 'application/problem+json' ? '#/components/schemas/Problem' : '#/components/schemas/Error',
      };
      const isValid = validatorOf(schema);
      return !operation && status < 400 ? undefined : isValid(value) ? undefined : JSON.stringify(isValid.errors);
    }
    // A key with another payload than before comes up by chance in a long run only.
    const extract = routes.find(({ operationId }) => operationId === 'extract')!;
    for (const text of ['name: Ada', 'name: Bea']) {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': 'used-before' };
      const body = Buffer.from(JSON.stringify({ text, fields: 'name' }));
      await one({ route: extract, fuzzed: { method: 'POST', path: extract.path, headers, body } });
    }
    for (let at = 0; at < cases.length; at += CONCURRENCY) await Promise.all(cases.slice(at, at + CONCURRENCY).map(one));
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(unhandled).toEqual([]);
    // It went deep enough: many kinds of answers, and many good ones.
    expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 201, 400, 401, 403, 404, 405, 413, 415, 422]));
    expect(statuses.get(200)! / count).toBeGreaterThan(0.1);
    expect((await server.call('GET', '/readyz')).status).toBe(200);
    console.info(`${count} fuzzed requests, seed ${seed}: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}`);
  });
});
