import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../../errors/cli-error.js';
import { outputError } from '../output/output-error.js';
import { startOf, UNKNOWN_START } from './process-identity.js';

/** Gives the output free again. May be called twice. */
export type ReleaseClaim = () => void;

interface Claim {
  readonly path: string;
  readonly pid: number;
  readonly start: string;
  readonly host: string;
}

/** Of processes that start at the same moment each may see the other and step back; after a random pause one is alone. */
const ATTEMPTS = 6;
const LONGEST_PAUSE_MS = 120;

/**
 * Makes this process the only one that writes `output`. See docs/decisions/batch-journal.md.
 * @throws {CliError} `output_in_use`, `output_unwritable`
 */
export async function claimOutput(output: string): Promise<ReleaseClaim> {
  const own: Claim = { pid: process.pid, start: startOf(process.pid) ?? UNKNOWN_START, host: cleanHost(), path: '' };
  const path = join(dirname(output), `${prefixOf(output)}${own.pid}.${own.start}.${own.host}`);
  for (let attempt = 1; ; attempt++) {
    makeFile(path, output);
    const other = claimsOn(output).find((claim) => claim.path !== path && isAlive(claim));
    if (other === undefined) return releaseOnExit(path);
    rmSync(path, { force: true });
    if (attempt === ATTEMPTS) throw inUse(output, other);
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
}

const prefixOf = (output: string) => `${basename(output)}.lock.`;
const cleanHost = () => hostname().replace(/[^\w-]/g, '_');

function makeFile(path: string, output: string): void {
  try {
    writeFileSync(path, '');
  } catch (error) {
    throw outputError(output, error);
  }
}

/** Claims of all processes, ours included; those of dead ones are taken away on the way. */
function claimsOn(output: string): readonly Claim[] {
  const folder = dirname(output);
  const prefix = prefixOf(output);
  const claims = readdirSync(folder).flatMap((name) => {
    const parts = name.startsWith(prefix) ? /^(\d+)\.(\d+|x)\.([\w-]+)$/.exec(name.slice(prefix.length)) : null;
    return parts === null ? [] : [{ path: join(folder, name), pid: Number(parts[1]), start: parts[2]!, host: parts[3]! }];
  });
  for (const claim of claims) if (!isAlive(claim)) rmSync(claim.path, { force: true });
  return claims;
}

/** A process of another machine cannot be looked at, so it counts as alive. */
function isAlive({ pid, start, host }: Claim): boolean {
  if (host !== cleanHost()) return true;
  const now = startOf(pid);
  return now !== undefined && (now === start || now === UNKNOWN_START || start === UNKNOWN_START);
}

function inUse(output: string, { pid, host, path }: Claim): CliError {
  const where = host === cleanHost() ? `process ${pid}` : `process ${pid} on ${host}`;
  const advice = host === cleanHost() ? '' : `; if it is gone, delete ${path}`;
  return new CliError('output_in_use', `${output} is being written by another maaza batch (${where})${advice}`, {
    details: { file: output, pid, host, lock: path },
  });
}

function releaseOnExit(path: string): ReleaseClaim {
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  return () => {
    process.off('exit', release);
    release();
  };
}
