import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAdminCommand } from './commands/admin.js';
import { addBatchCommand } from './commands/batch.js';
import { addBootstrapCommand } from './commands/bootstrap.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEvalCommand } from './commands/eval.js';
import { addExtractCommand } from './commands/extract.js';
import { addKeysCommand } from './commands/keys.js';
import { addMigrateCommand } from './commands/migrate.js';
import { addModelsCommand } from './commands/models.js';
import { addSchemaCommand } from './commands/schema.js';
import { addServeCommand } from './commands/serve.js';
import type { CliContext } from './context.js';
import { EXIT } from './errors/exit-codes.js';
import { reportError } from './errors/report-error.js';

/** Runs one command line (without `node` and the script) and gives its exit code. Never throws. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = buildProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, context, { asJson: wantsJsonErrors(argv) });
  }
}

function buildProgram(context: CliContext, setExitCode: (code: number) => void): Command {
  const version = readVersion();
  const program = new Command('maaza')
    .description('Text and a JSON Schema in, valid and source-grounded JSON out, on your own CPU.')
    .version(version)
    .option('--json-errors', 'errors and warnings on stderr as JSON, one per line')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // `reportError` prints them, in one form with all others.
      outputError: () => {},
    });
  addExtractCommand(program, context, setExitCode);
  addBatchCommand(program, context, setExitCode, version);
  addEvalCommand(program, context, setExitCode);
  addSchemaCommand(program, context);
  addModelsCommand(program, context, setExitCode);
  addDoctorCommand(program, context, setExitCode);
  addServeCommand(program, context);
  addKeysCommand(program, context);
  addAdminCommand(program, context);
  addMigrateCommand(program, context);
  addBootstrapCommand(program, context);
  return program;
}

/** Looked up by hand, because the parser may be what failed. */
function wantsJsonErrors(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json-errors');
}

function readVersion(): string {
  // One folder up from src/program.ts and from dist/main.js alike.
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
