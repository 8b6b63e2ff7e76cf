import type { Extractor } from '@maaza/core';
import { toFailure } from './failure.js';
import type { EngineChoice, FromSession, SessionRequest, ToSession } from './session-messages.js';

/** The part of `process` that a session talks through. */
export interface SessionChannel {
  on(event: 'message', listener: (message: ToSession) => void): unknown;
  on(event: 'disconnect' | 'SIGINT', listener: () => void): unknown;
  send?(message: FromSession): boolean;
  exit(code: number): unknown;
}

/** Opens one engine and answers requests until the command ends this process. */
export function serveSession(channel: SessionChannel): void {
  channel.on('SIGINT', () => {});
  channel.on('disconnect', () => channel.exit(1));
  let extractor: Promise<Extractor> | undefined;
  const open = async (choice: EngineChoice): Promise<FromSession> => {
    extractor = openExtractor(choice);
    return { opened: { modelId: (await extractor).modelId } };
  };
  channel.on('message', async (message) => {
    const answer = 'open' in message ? attempt(() => open(message.open)) : attempt(() => run(extractor!, message), message.id);
    channel.send?.(await answer);
  });
}

async function attempt(work: () => Promise<FromSession>, id?: number): Promise<FromSession> {
  try {
    return await work();
  } catch (error) {
    return { id, failure: toFailure(error) };
  }
}

async function run(
  extractor: Promise<Extractor>,
  { id, request }: { readonly id: number; readonly request: SessionRequest },
): Promise<FromSession> {
  const { text, schema, ...options } = request;
  return { id, extraction: await (await extractor).extract(text, schema, options) };
}

async function openExtractor(choice: EngineChoice): Promise<Extractor> {
  const { createExtractor } = await import('@maaza/core');
  if (choice.kind === 'openai') {
    const { openRemoteEngine } = await import('./remote-engine.js');
    return createExtractor({ cache: false, engine: await openRemoteEngine(choice) });
  }
  const { assertInstalled } = await import('./perform-run.js');
  await assertInstalled(choice.model);
  return createExtractor({ cache: false });
}
