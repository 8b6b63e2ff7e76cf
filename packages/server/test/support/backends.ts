import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Databases that one test file has for itself. */
export interface Backend {
  /** DATABASE_URL and, where limits are counted there, REDIS_URL */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

export interface BackendKind {
  readonly name: string;
  /** why it cannot be used here */
  readonly skip: string | undefined;
  create(): Promise<Backend>;
}

const redisUrl = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379';
const postgresUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

function whyNoRedis(): Promise<string | undefined> {
  const { hostname, port } = new URL(redisUrl);
  return new Promise((resolve) => {
    const socket = connect(Number(port || 6379), hostname);
    socket.setTimeout(1000, () => socket.destroy(new Error('no answer')));
    socket.once('connect', () => {
      socket.end();
      resolve(undefined);
    });
    socket.once('error', () => resolve('no Redis: set TEST_REDIS_URL'));
  });
}

async function onPostgres<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: postgresUrl, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const whyNoPostgres = () =>
  onPostgres(async (client) => void (await client.query('select 1'))).catch(
    () => 'no PostgreSQL: set TEST_DATABASE_URL to one where databases may be made',
  );

function createSqlite(): Backend {
  const folder = mkdtempSync(join(tmpdir(), 'maaza-server-'));
  return {
    env: { DATABASE_URL: `file:${join(folder, 'maaza.db')}` },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createPostgres(): Promise<Backend> {
  const name = `maaza_test_${randomBytes(6).toString('hex')}`;
  await onPostgres((client) => client.query(`create database ${name}`));
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return {
    env: { DATABASE_URL: url.href, REDIS_URL: redisUrl },
    drop: () => onPostgres(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** SQLite alone, and PostgreSQL with Redis: the two ways in which the server is run. */
export const backends: readonly BackendKind[] = [
  { name: 'SQLite', skip: undefined, create: async () => createSqlite() },
  { name: 'PostgreSQL and Redis', skip: (await whyNoPostgres()) ?? (await whyNoRedis()), create: createPostgres },
];
for (const { name, skip } of backends) if (skip !== undefined) console.warn(`tests on ${name} are skipped: ${skip}`);
