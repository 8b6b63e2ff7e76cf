import type { Engine } from '@maaza/core';
import type { EngineChoice } from './session-messages.js';

/** The engine of a server, opened without asking it anything. */
export async function openRemoteEngine({ kind: _, ...config }: Extract<EngineChoice, { kind: 'openai' }>): Promise<Engine> {
  const { createOpenAiEngine } = await import('@maaza/core/openai');
  return createOpenAiEngine(config);
}

/** Where it is asked, without what an address may hold in secret. */
export function placeOfEngine(choice: EngineChoice): string | undefined {
  if (choice.kind === 'embedded') return undefined;
  const { origin, pathname } = new URL(choice.baseUrl);
  return `openai:${origin}${pathname}`;
}
