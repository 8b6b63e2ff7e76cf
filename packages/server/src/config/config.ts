import type { z } from 'zod';
import { loadPlans, type Plans } from './plans.js';
import { type Variables, variables } from './variables.js';

/** Everything the server can be told, complete and frozen. */
export type ServerConfig = { readonly [Name in keyof Variables]: z.output<Variables[Name]['schema']> } & { readonly plans: Plans };

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the environment, one line for each variable; values are not repeated, they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the configuration is wrong: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/**
 * Reads the environment once. An empty variable counts as none.
 * @throws {ConfigError}
 */
export function loadConfig(environment: Environment): ServerConfig {
  const problems: string[] = [];
  const values = Object.entries(variables).map(([key, { name, schema, fallback }]) => {
    const parsed = (schema as z.ZodType).safeParse(environment[name] || fallback);
    if (!parsed.success) problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join(', ')}`);
    return [key, parsed.data] as const;
  });
  const config = Object.fromEntries(values) as Omit<ServerConfig, 'plans'>;
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0) throw new ConfigError(problems);
  try {
    return Object.freeze({ ...config, plans: loadPlans(config.plansFile) });
  } catch (error) {
    throw new ConfigError([(error as Error).message]);
  }
}

function contradictions(config: Omit<ServerConfig, 'plans'>): string[] {
  const problems: string[] = [];
  if (!/^(file:.|postgres(ql)?:\/\/)/.test(config.databaseUrl)) problems.push('DATABASE_URL: must begin with file: or postgres://');
  if (config.redisUrl !== undefined && !/^rediss?:\/\//.test(config.redisUrl))
    problems.push('REDIS_URL: must begin with redis:// or rediss://');
  if (config.redisUrl === undefined && config.rateLimitStore === 'redis') problems.push('MAAZA_RATE_LIMIT_STORE: redis needs REDIS_URL');
  if (config.redisUrl === undefined && config.resultCache === 'redis') problems.push('MAAZA_RESULT_CACHE: redis needs REDIS_URL');
  return problems;
}
