import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { EXIT } from '../errors/exit-codes.js';
import { type InspectedModel, inspectModels } from '../models/inspect-models.js';
import { toSafeJson, toSafeText } from '../output/safe-text.js';
import { drawTable } from '../output/table.js';
import { formatBytes } from '../output/units.js';
import type { GlobalOptions } from './options.js';

interface ModelsOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** `maaza models`: what is installed, and whether it is whole. */
export function addModelsCommand(program: Command, context: CliContext, setExitCode: (code: number) => void): void {
  program
    .command('models')
    .summary('list the installed models')
    .description(
      'Lists the installed models and compares every file with the digests of the model. Exit code 1 where one is damaged or missing.',
    )
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { json } = command.optsWithGlobals<ModelsOptions>();
      const models = await inspectModels();
      context.stdout.write(`${json ? toSafeJson(models.map(toRecord), 2) : drawModels(models)}\n`);
      setExitCode(models.every((model) => model.state === 'ok') ? EXIT.ok : EXIT.failed);
    });
}

const toRecord = ({ facts, ...state }: InspectedModel) => ({ ...facts, ...state });

function drawModels(models: readonly InspectedModel[]): string {
  const rows = models.map(({ facts, state }) => [
    toSafeText(facts?.id ?? '?'),
    toSafeText(facts?.version ?? ''),
    facts === undefined ? '' : formatBytes(facts.bytes),
    state,
    toSafeText(facts?.license ?? ''),
    toSafeText(facts?.base ?? ''),
  ]);
  const problems = models.flatMap((model) => (model.state === 'ok' ? [] : ['', toSafeText(model.problem)]));
  return [drawTable(['id', 'version', 'size', 'digests', 'licence', 'base'], rows, 'plain'), ...problems].join('\n');
}
