import { usageError } from '../errors/cli-error.js';
import type { EngineChoice } from './session-messages.js';

interface EngineOptions {
  /** `embedded`, or `openai:` and the address of a server */
  readonly engine: string;
  readonly model?: string;
  readonly logprobs?: boolean;
}

const OPENAI = 'openai:';

/**
 * The engine that the options name. The key of a remote one is taken from the environment, where it stands in no list of processes.
 * @throws {CliError} `invalid_request`
 */
export function chooseEngine({ engine, model, logprobs }: EngineOptions, env: Readonly<Record<string, string | undefined>>): EngineChoice {
  if (engine === 'embedded') {
    if (logprobs) throw usageError('--logprobs is for --engine openai:URL; the embedded engine always knows its probabilities');
    return { kind: 'embedded', model };
  }
  if (!engine.startsWith(OPENAI)) throw usageError(`there is no engine "${engine}"; give embedded, or openai:URL`);
  const baseUrl = engine.slice(OPENAI.length);
  const protocol = URL.canParse(baseUrl) ? new URL(baseUrl).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:')
    throw usageError('--engine openai:URL needs the base address of a server, for instance openai:http://127.0.0.1:11434/v1');
  if (model === undefined) throw usageError('--engine openai:URL needs --model, the name of a model on that server');
  return { kind: 'openai', baseUrl, model, apiKey: env.OPENAI_API_KEY, logprobs };
}
