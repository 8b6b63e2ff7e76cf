import type { Command } from 'commander';
import pc from 'picocolors';
import type { CliContext } from '../context.js';
import type { CheckResult, CheckStatus } from '../doctor/check.js';
import { checkCpu, checkMemory, checkNode } from '../doctor/machine-checks.js';
import { checkModel, checkRun } from '../doctor/model-checks.js';
import { EXIT } from '../errors/exit-codes.js';
import { toSafeJson, toSafeText } from '../output/safe-text.js';
import type { GlobalOptions } from './options.js';

interface DoctorOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** `maaza doctor`: is this machine able to run the model, and how fast? */
export function addDoctorCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  program
    .command('doctor')
    .summary('check this machine and the model')
    .description('Checks Node.js, processor, memory and model, and extracts once. Exit code 1 where a check fails.')
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { json } = command.optsWithGlobals<DoctorOptions>();
      setExitCode(await examine(json === true, context));
    });
}

async function examine(asJson: boolean, context: CliContext): Promise<number> {
  const results: CheckResult[] = [];
  const report = (result: CheckResult) => {
    results.push(result);
    // Line by line, because the last checks take a moment.
    if (!asJson) context.stdout.write(`${lineOf(result, context)}\n`);
  };
  report(checkNode());
  report(checkCpu());
  report(checkMemory());
  report(await checkModel());
  report(await checkRun(context));
  const isHealthy = results.every((result) => result.status !== 'fail');
  if (asJson) context.stdout.write(`${toSafeJson({ ok: isHealthy, checks: results }, 2)}\n`);
  return isHealthy ? EXIT.ok : EXIT.failed;
}

function lineOf({ name, status, message }: CheckResult, { stdout, env }: CliContext): string {
  const colors = pc.createColors(stdout.isTTY === true && !env.NO_COLOR);
  const paint: Readonly<Record<CheckStatus, (text: string) => string>> = { ok: colors.green, warn: colors.yellow, fail: colors.red };
  return `${paint[status](status.padEnd(4))}  ${name.padEnd(7)} ${toSafeText(message)}`;
}
