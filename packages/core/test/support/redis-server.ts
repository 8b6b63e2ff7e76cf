import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

/** A Redis to test against, or why there is none. */
export type TestRedis = { readonly url: string; readonly stop: () => Promise<void> } | { readonly skip: string };

/** Whether something that speaks the protocol of Redis, and wants no password, listens there. */
function answersPing(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(500, () => finish(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
    socket.once('error', () => finish(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** undefined where there is no such program on the PATH. */
function spawned(program: string, args: readonly string[]): Promise<ChildProcess | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('spawn', () => resolve(child));
    child.once('error', () => resolve(undefined));
  });
}

async function startOwn(): Promise<TestRedis> {
  const port = await freePort();
  const child = await spawned('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
  if (!child) return { skip: 'REDIS_URL is not set, nothing answers on 127.0.0.1:6379, and there is no redis-server on the PATH' };
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await exited;
  };
  for (let tries = 0; tries < 100; tries++) {
    if (await answersPing(port)) return { url: `redis://127.0.0.1:${port}`, stop };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  return { skip: 'redis-server is on the PATH, but does not start' };
}

/** A real Redis: the one of REDIS_URL, else one on the usual local port, else one started for this test. */
export async function findRedis(): Promise<TestRedis> {
  const stop = async () => {};
  const { REDIS_URL } = process.env;
  if (REDIS_URL) return { url: REDIS_URL, stop };
  if (await answersPing(6379)) return { url: 'redis://127.0.0.1:6379', stop };
  return startOwn();
}
