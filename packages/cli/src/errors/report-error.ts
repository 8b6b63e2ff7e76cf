import { CommanderError } from 'commander';
import type { CliContext } from '../context.js';
import { toSafeJson, toSafeText } from '../output/safe-text.js';
import { CliError, type CliErrorCode } from './cli-error.js';
import { EXIT, exitCodes, isKnownCode } from './exit-codes.js';

interface ReportOptions {
  /** `--json-errors` */
  readonly asJson: boolean;
}

interface Finding {
  readonly pointer: string;
  readonly keyword?: string;
  readonly reason: string;
}

/** Prints an error to stderr and gives the exit code that belongs to it. */
export function reportError(error: unknown, { stderr, env }: Pick<CliContext, 'stderr' | 'env'>, { asJson }: ReportOptions): number {
  // Help and version are errors to commander, but not to anybody else; it has printed them already.
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.badInput;
  const known = toKnownError(error);
  const stack = env.MAAZA_DEBUG === '1' && error instanceof Error ? error.stack : undefined;
  stderr.write(asJson ? `${asJsonLine(known, stack)}\n` : `${asLines(known, stack)}\n`);
  return exitCodes[known.code];
}

/** A remark that does not end the command. One line. */
export function warn(message: string, { stderr }: Pick<CliContext, 'stderr'>, { asJson }: ReportOptions): void {
  stderr.write(asJson ? `${toSafeJson({ warning: { message } })}\n` : `maaza: warning: ${toSafeText(message)}\n`);
}

function toKnownError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return new CliError('invalid_request', error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  const { code, details, message } = error as { code?: unknown; details?: CliError['details']; message?: unknown };
  const knownCode: CliErrorCode = isKnownCode(code) ? code : 'internal_error';
  // Core's own parser of the shorthand shows the place as one of its details.
  const excerpt = typeof details?.excerpt === 'string' ? details.excerpt : undefined;
  return new CliError(knownCode, String(message ?? error), { details, excerpt });
}

const asJsonLine = ({ code, message, details, excerpt }: CliError, stack: string | undefined) =>
  toSafeJson({ error: { code, message, details: excerpt === undefined ? details : { ...details, excerpt }, ...(stack ? { stack } : {}) } });

function asLines(error: CliError, stack: string | undefined): string {
  const lines = [`maaza: ${toSafeText(error.message)}`];
  // Its own line breaks are wanted: the second line holds the caret.
  if (error.excerpt !== undefined) lines.push(...error.excerpt.split('\n').map((line) => `  ${toSafeText(line)}`));
  for (const { pointer, keyword, reason } of findingsOf(error)) {
    lines.push(`  ${toSafeText(pointer)}${keyword ? ` (${toSafeText(keyword)})` : ''}: ${toSafeText(reason)}`);
  }
  lines.push(`code: ${error.code}`);
  if (error.code === 'internal_error' && !stack) lines.push('This is a mistake in Maaza; set MAAZA_DEBUG=1 to see where.');
  if (stack) lines.push(stack);
  return lines.join('\n');
}

function findingsOf({ details }: CliError): readonly Finding[] {
  const { findings } = details as { findings?: readonly Finding[] };
  return Array.isArray(findings)
    ? findings.filter((finding) => typeof finding?.pointer === 'string' && typeof finding.reason === 'string')
    : [];
}
