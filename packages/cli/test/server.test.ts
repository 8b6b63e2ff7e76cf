import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from './support/run-in-process.js';
import { assertBuilt, outcomeOf, startCli } from './support/spawn-cli.js';

let folder: string;
let env: Record<string, string>;
beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'maaza-serve-'));
  env = { DATABASE_URL: `file:${join(folder, 'maaza.db')}` };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('maaza serve and the commands around it', () => {
  it('goes from an empty folder to an extraction: bootstrap-demo, serve, a request; SIGTERM ends it with 0', async () => {
    const demo = await runInProcess(['bootstrap-demo'], { env });
    expect(demo).toMatchObject({ code: 0, stderr: '' });
    const { api_key: key, test_key: testKey, admin, user } = JSON.parse(demo.stdout);
    expect([key, testKey]).toEqual([expect.stringMatching(/^sk_live_/), expect.stringMatching(/^sk_test_/)]);
    expect(admin.password).not.toBe(user.password);
    const server = startCli(['serve', '--port', '0'], { env: { ...env, MAAZA_LOG_LEVEL: 'warn' } });
    const outcome = outcomeOf(server);
    const [line] = (await once(server.stdout, 'data')) as [string];
    const url = /listening on (http:\S+)/.exec(line)![1]!;
    const answer = await fetch(`${url}/v1/extract`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        text: 'Order #12345 by John Doe, 149.99 EUR',
        fields: 'order_id, customer, total:number',
        return_spans: true,
      }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      model: 'maaza-135m',
      extracted: { order_id: '12345', customer: 'John Doe', total: 149.99 },
      fields: { '/customer': { start: 16, end: 24 } },
    });
    server.kill('SIGTERM');
    expect(await outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('prints a password or a key once, and keeps neither', async () => {
    const made = await runInProcess(['admin', 'create-user', 'ada@example.com', '--plan', 'team', '--role', 'admin'], { env });
    expect(JSON.parse(made.stdout)).toMatchObject({ email: 'ada@example.com', password: expect.stringMatching(/.{20,}/) });
    const given = await runInProcess(['admin', 'create-user', 'bob@example.com', '--password-stdin'], {
      env,
      input: 'correct horse battery\n',
    });
    expect(JSON.parse(given.stdout)).toEqual({ id: expect.any(String), email: 'bob@example.com' });
    const key = await runInProcess(['keys', 'create', '--user', 'ADA@example.com', '--mode', 'test', '--scopes', 'extract'], { env });
    expect(key).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/^sk_test_[0-9A-Za-z]{38}\n$/) });
  });

  it.each([
    [['admin', 'create-user', 'bob@example.com'], /there is an account/],
    [['admin', 'create-user', 'bob'], /not an e-mail address/],
    [['admin', 'create-user', 'eve@example.com', '--plan', 'gold'], /there is no plan "gold"/],
    [['keys', 'create', '--user', 'nobody@example.com'], /there is no account/],
    [['keys', 'create', '--user', 'bob@example.com', '--scopes', 'everything'], /there is no scope "everything"/],
    [['keys', 'create', '--user', 'bob@example.com', '--expires', '1999-01-01'], /in the future/],
    [['keys', 'create'], /--user/],
    [['serve', '--port', 'http'], /PORT: must be a whole number/],
    [['serve', '--database', 'mysql://localhost'], /DATABASE_URL: must begin with/],
    [['migrate', '--env-file', '/no/such/file'], /no\/such\/file/],
  ])('answers %j with exit code 2', async (argv, message) => {
    const { code, stdout, stderr } = await runInProcess(argv, { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('says that a database cannot be opened', async () => {
    const { code, stderr } = await runInProcess(['migrate', '--database', 'postgres://user:secret@127.0.0.1:1/none'], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('code: store_unavailable');
    expect(stderr).not.toContain('secret');
  });

  it('runs each migration once, and reads variables from a file', async () => {
    const file = join(folder, 'test.env');
    writeFileSync(file, `DATABASE_URL=file:${join(folder, 'other.db')}\n`);
    expect(await runInProcess(['migrate', '--env-file', file])).toEqual({ code: 0, stdout: '0001-first\n', stderr: '' });
    expect(await runInProcess(['migrate', '--env-file', file])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
