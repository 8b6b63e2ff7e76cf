import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession, type Session } from './open-session.js';
import type { EngineChoice } from './session-messages.js';

const entryFile = fileURLToPath(new URL('../../test/support/session.mjs', import.meta.url));
const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
});

async function open(signal = new AbortController().signal, choice: EngineChoice = { kind: 'embedded' }): Promise<Session> {
  const session = await openSession(choice, { entryFile, env: process.env, signal });
  sessions.push(session);
  return session;
}
const ask = (text: string, timeoutMs?: number) => ({ text, schema: {}, timeoutMs });

describe('openSession', () => {
  it('answers many requests from one process, also at once', async () => {
    const session = await open();
    const { modelId } = session;
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => session.extract(ask(text))));
    expect(answers.map(({ data }) => data)).toEqual(['a', 'b', 'c']);
    expect(session.modelId).toBe(modelId);
  });

  it('hands on the error of one request, and goes on', async () => {
    const session = await open();
    await expect(session.extract(ask('fail'))).rejects.toMatchObject({ code: 'text_too_long', details: { limit: 1 } });
    expect((await session.extract(ask('next'))).data).toBe('next');
  });

  it('starts a new process after one that died, and blames the request that it died over', async () => {
    const session = await open();
    const { modelId } = session;
    await expect(session.extract(ask('die'))).rejects.toMatchObject({
      code: 'extraction_failed',
      details: { signal: 'SIGKILL', stderr: 'native: out of luck' },
    });
    expect((await session.extract(ask('next'))).data).toBe('next');
    expect(session.modelId).not.toBe(modelId);
  });

  it('ends all requests on abort, and takes no more', async () => {
    const abort = new AbortController();
    const session = await open(abort.signal);
    const run = session.extract(ask('hang'));
    setTimeout(() => abort.abort(), 50);
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    await expect(session.extract(ask('a'))).rejects.toMatchObject({ code: 'aborted' });
    await expect(open(AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });

  it('kills a process that keeps silent past its own time limit', async () => {
    const session = await open();
    await expect(session.extract(ask('hang', 1))).rejects.toMatchObject({ code: 'timeout', details: { timeoutMs: 1 } });
    expect((await session.extract(ask('next'))).data).toBe('next');
  }, 30_000);

  it('says why an engine cannot be opened', async () => {
    await expect(open(undefined, { kind: 'embedded', model: 'none' })).rejects.toMatchObject({ code: 'model_not_installed' });
  });
});
