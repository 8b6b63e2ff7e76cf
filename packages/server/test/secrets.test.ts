import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { backends } from './support/backends.js';
import { startTestServer } from './support/test-server.js';

const TEXT = 'canary text 5ba1';
const PASSWORD = 'canary-password-77c0';

/** Everything that the database holds, as text. */
async function dump(databaseUrl: string): Promise<string> {
  if (databaseUrl.startsWith('file:')) {
    const folder = dirname(databaseUrl.slice('file:'.length));
    // The write-ahead log too.
    return readdirSync(folder)
      .map((file) => readFileSync(`${folder}/${file}`, 'latin1'))
      .join('\n');
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows: tables } = await client.query("select tablename from pg_tables where schemaname = 'public'");
  const contents = [];
  for (const { tablename } of tables) contents.push(JSON.stringify((await client.query(`select * from ${tablename}`)).rows));
  await client.end();
  return contents.join('\n');
}

describe.each(backends)('secrets on $name', ({ skip, create }) => {
  it.skipIf(skip !== undefined)('are in no log line, no metric, no error body and not in the database', async () => {
    const backend = await create();
    const server = await startTestServer(backend);
    const errors: string[] = [];
    const seen: string[] = [];
    const call: typeof server.call = async (...parameters) => {
      const answer = await server.call(...parameters);
      if (answer.status >= 400) errors.push(JSON.stringify(answer.body) + JSON.stringify([...answer.headers]));
      seen.push(String(answer.status));
      return answer;
    };
    const email = 'canary@example.com';
    const registered = (
      await call('POST', '/v1/auth/register', { body: { email, password: PASSWORD }, headers: { 'idempotency-key': 'canary-idempotency' } })
    ).body;
    const { access_token: token, refresh_token: refreshToken } = registered;
    const as = { key: token };
    const created = (
      await call('POST', '/v1/keys', { ...as, body: { name: 'x', scopes: ['extract'] }, headers: { 'idempotency-key': 'key-1' } })
    ).body;
    const rotated = (await call('POST', `/v1/keys/${created.id}/rotate`, { ...as, body: { overlap_seconds: 60 } })).body;
    const { key } = created;
    const text = `name: ${TEXT}`;
    const body = { text, fields: 'name' };
    // What goes well, with everything that keeps something.
    expect((await call('POST', '/v1/extract', { key, body, headers: { 'idempotency-key': 'text-1' } })).body.extracted.name).toBe(TEXT);
    await call('POST', '/v1/extract', { key, body, headers: { 'idempotency-key': 'text-1' } });
    await call('POST', '/v1/extract/batch', {
      key,
      body: { items: [{ custom_id: 'a', text }], fields: 'name' },
      headers: { 'idempotency-key': 'batch-1' },
    });
    // What goes wrong, with secrets in every place where somebody may put one by mistake.
    const wrong: [string, string, Parameters<typeof call>[2]][] = [
      ['POST', '/v1/extract', { key, body: { ...body, [key]: 1, [TEXT]: 2 } }],
      ['POST', '/v1/extract', { key, body: { text: 5, fields: text, model: TEXT } }],
      ['POST', '/v1/extract', { key, body: { ...body, model: key } }],
      ['POST', '/v1/extract', { key, body: { text: `${text}\nfail: extraction_failed`, fields: 'name' } }],
      ['POST', '/v1/extract', { key, body: { text: `${text}\nfail: store_unavailable`, fields: 'name' } }],
      ['POST', '/v1/extract', { key, body: [TEXT] }],
      ['POST', '/v1/extract', { key: `${key}x`, body }],
      ['POST', '/v1/extract', { key, body, headers: { 'x-request-id': key, 'idempotency-key': `${key} with a space` } }],
      ['POST', '/v1/extract', { key, body, headers: { 'content-type': `text/${encodeURIComponent(TEXT)}` } }],
      ['POST', '/v1/auth/login', { body: { email, password: `${PASSWORD}!` } }],
      ['POST', '/v1/auth/login', { body: { email: PASSWORD, password: 5 } }],
      ['POST', '/v1/auth/register', { body: { email, password: PASSWORD } }],
      ['POST', '/v1/auth/refresh', { body: { refresh_token: `${refreshToken}x` } }],
      ['GET', `/v1/keys/${key}`, as],
      ['GET', `/${encodeURIComponent(TEXT)}/${key}?key=${key}&text=${encodeURIComponent(TEXT)}`, as],
      ['GET', `/v1/usage?from=${key}`, as],
      ['GET', '/v1/usage', { key: `${token}x` }],
    ];
    for (const request of wrong) expect((await call(...request)).status).toBeGreaterThanOrEqual(400);
    const broken = await fetch(`${server.url}/v1/extract`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: `{"text": "${TEXT}", ${key}`,
    });
    errors.push(await broken.text());
    const metrics = (await call('GET', '/metrics')).body as string;
    await server.services.keys.noteUses();
    const content = await dump(backend.env.DATABASE_URL!);
    await server.stop();
    await backend.drop();

    const canaries = {
      text: TEXT,
      password: PASSWORD,
      key,
      rotatedKey: rotated.key,
      token,
      refreshToken,
      idempotencyKey: 'canary-idempotency',
    };
    const places = { logs: server.logs.join(''), metrics, errors: errors.join('\n'), database: content };
    for (const [place, where] of Object.entries(places)) {
      expect(where.length, place).toBeGreaterThan(100);
      for (const [name, canary] of Object.entries(canaries)) expect(where.includes(canary), `${name} in ${place}`).toBe(false);
    }
    // The search finds what is there: the address of the account is in the database, and nowhere else.
    expect([content.includes(email), places.logs.includes(email)]).toEqual([true, false]);
  });
});
