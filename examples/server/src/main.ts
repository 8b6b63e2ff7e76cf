import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { createClient } from '@maaza/client';
import { loadConfig, startServer } from '@maaza/server';

// In life this runs by itself: npx maaza serve. See curl.sh for the same without a client.
const server = await startServer(loadConfig({ PORT: '0', DATABASE_URL: 'file::memory:', MAAZA_LOG_LEVEL: 'warn' }));
try {
  const visitor = createClient({ baseUrl: server.url });
  const login = await visitor.auth.register({ email: 'ada@example.com', password: 'correct horse battery' });
  const me = createClient({ baseUrl: server.url, apiKey: login.access_token });
  const { key } = await me.keys.create({ name: 'example', scopes: ['extract', 'usage:read'] });

  const client = createClient({ baseUrl: server.url, apiKey: key });
  const text = 'Order #12345 by John Doe, 149.99 EUR';
  const { extracted, validation, fields } = await client.extract<{ order_id: string; customer: string; total: number }>({
    text,
    fields: 'order_id, customer, total:number',
    return_spans: true,
  });
  console.log(extracted);
  deepStrictEqual(extracted, { order_id: '12345', customer: 'John Doe', total: 149.99 });
  ok(validation?.valid);
  const { start, end } = fields!['/customer']!;
  strictEqual(text.slice(start, end), 'John Doe');

  const quota = await client.getQuota();
  strictEqual(quota.used, 1);
  console.log(`ok: extracted over HTTP; ${quota.remaining} of ${quota.limit} extractions are left this month`);
} finally {
  await server.stop();
}
