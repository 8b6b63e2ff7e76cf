import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadOptions {
  readonly url: string;
  readonly key: string;
  readonly connections: number;
  readonly seconds: number;
  readonly jobMs: number;
}

export interface LoadResult {
  readonly connections: number;
  readonly good: number;
  readonly refused: number;
  /** refusals without Retry-After, and anything that is neither an answer nor a refusal */
  readonly improper: number;
}

/** How long a refused client waits: far less than it is told to, and enough that refusals alone do not fill the machine. */
const IMPATIENCE_MS = 100;

function post(
  url: string,
  key: string,
  body: string,
  agent: Agent,
): Promise<{ readonly status: number; readonly retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/v1/extract`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'] }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Clients that ask, wait for the answer, and ask again. */
export async function runLoad({ url, key, connections, seconds, jobMs }: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const body = JSON.stringify({ text: `name: Ada\nsleep: ${jobMs}`, fields: 'name' });
  const until = performance.now() + seconds * 1000;
  let [good, refused, improper] = [0, 0, 0];
  const client = async () => {
    while (performance.now() < until) {
      const { status, retryAfter } = await post(url, key, body, agent);
      if (status === 200) {
        good++;
        continue;
      }
      if ((status === 429 || status === 503) && retryAfter !== undefined) refused++;
      else improper++;
      await sleep(IMPATIENCE_MS);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  return { connections, good, refused, improper };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
