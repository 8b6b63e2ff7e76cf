import { parseFields } from '@maaza/core/fields';
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { toSafeJson } from '../output/safe-text.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** `maaza schema`: the field shorthand in, its JSON Schema out. */
export function addSchemaCommand(program: Command, context: CliContext): void {
  program
    .command('schema')
    .summary('print the JSON Schema of a field shorthand')
    .description('Prints the JSON Schema that "maaza extract --fields FIELDS" works with.')
    .argument('<FIELDS>', 'for instance "name, total:number, due:date?, status:open|paid, items[]: {name, price:number}"')
    .action((fields: string) => {
      context.stdout.write(`${toSafeJson({ $schema: DIALECT, ...parseFields(fields) }, 2)}\n`);
    });
}
