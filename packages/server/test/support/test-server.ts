import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Overrides } from '../../src/compose.js';
import { loadConfig } from '../../src/config/config.js';
import type { Mode, Scope } from '../../src/keys/api-key.js';
import { scopes as allScopes } from '../../src/keys/api-key.js';
import { type RunningServer, startServer } from '../../src/start-server.js';
import type { Backend } from './backends.js';
import { createScriptedRunner, type ScriptedRunner } from './scripted-runner.mjs';

export interface TestAccount {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  key(options?: { mode?: Mode; scopes?: readonly Scope[]; expiresAt?: number; perMinute?: number }): Promise<string>;
}

export interface TestServer extends RunningServer {
  readonly runner: ScriptedRunner;
  /** every log line so far */
  readonly logs: readonly string[];
  account(plan?: string): Promise<TestAccount>;
  call(method: string, path: string, options?: CallOptions): Promise<TestResponse>;
}

export interface CallOptions {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  readonly body: any;
}

export async function call(
  url: string,
  method: string,
  path: string,
  { key, body, headers = {} }: CallOptions = {},
): Promise<TestResponse> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
  };
}

let users = 0;

/** Accounts made through the services, so that tests do not wait for password hashes. */
export function accountMaker({ services }: Pick<RunningServer, 'services'>) {
  return async (plan = 'enterprise'): Promise<TestAccount> => {
    const email = `user${process.pid}.${++users}@example.com`;
    const password = `password of ${email}`;
    const { id: userId } = await services.accounts.createUser({ email, password, role: 'user', plan });
    return {
      userId,
      email,
      password,
      key: async ({
        mode = 'live',
        scopes = allScopes,
        expiresAt = null,
        perMinute = null,
      }: {
        mode?: Mode;
        scopes?: readonly Scope[];
        expiresAt?: number | null;
        perMinute?: number | null;
      } = {}) => (await services.keys.create(userId, { name: 'test', mode, scopes, expiresAt, requestsPerMinute: perMinute })).secret,
    };
  };
}

/** The real server in this process, on a port of its own, with the scripted runner. */
export async function startTestServer(
  backend: Pick<Backend, 'env'>,
  { env = {}, slots = 4, delayMs = 0, ...overrides }: { env?: Record<string, string>; slots?: number; delayMs?: number } & Overrides = {},
): Promise<TestServer> {
  const logs: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logs.push(String(chunk));
      done();
    },
  });
  const runner = await createScriptedRunner({ slots, delayMs });
  // Its end is not what is tested here: idle connections need not be waited for as long as a real one waits.
  const config = loadConfig({ PORT: '0', MAAZA_ADDRESS_RATE_LIMIT: '0', MAAZA_SHUTDOWN_TIMEOUT_MS: '500', ...backend.env, ...env });
  const server = await startServer(config, { runner, logger: pino({ level: 'debug', base: null }, sink), ...overrides });
  return {
    ...server,
    runner,
    logs,
    account: accountMaker(server),
    call: (method, path, options) => call(server.url, method, path, options),
  };
}
