import type { RunFailure } from './messages.js';

/** An error as plain data, to cross the border between processes. */
export function toFailure(error: unknown): RunFailure {
  if (!(error instanceof Error)) return { code: 'internal_error', message: String(error) };
  const { code, details } = error as { code?: unknown; details?: RunFailure['details'] };
  return { code: typeof code === 'string' ? code : 'internal_error', message: error.message, details, stack: stackOf(error) };
}

/** With the stacks of its causes, which do not cross the border by themselves. */
function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}
