import { parseArgs } from 'node:util';
import { modelTokens } from '../../../packages/core/test/grammar/support/vocabularies.js';
import { readCases } from './cases.js';
import { type MaskEngine, maazaEngine, structuredOutputEngine } from './engines.js';
import { type Measurements, measure } from './measure.js';
import { renderTable, writeResults } from './report.js';

/**
 * Compile and mask times of the grammar engine and of Transformers.js' structured output, over the same real schemas, tokens and machine.
 * `--schemas <n>`: how many schemas. `--only maaza`: without the other engine. `MASKBENCH_DIR`: MaskBench's schemas instead of those installed.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { schemas: { type: 'string', default: '100' }, only: { type: 'string' } } });
  const { source, cases } = readCases(Number(values.schemas));
  const engines: MaskEngine[] = [maazaEngine()];
  const other = values.only === 'maaza' ? undefined : await structuredOutputEngine();
  if (other !== undefined) engines.push(other);
  else if (values.only === undefined)
    console.error('@huggingface/transformers-structured-output is not measured: "npm ci" in bench/peers installs it.');

  const tokens = modelTokens();
  const runs: Measurements[] = [];
  for (const engine of engines) {
    engine.prepare(tokens);
    // Some schemas only let the JavaScript engine compile the code under test. They are other ones than those measured, since engines cache by schema.
    measure(
      engine,
      cases.filter((_, at) => at % 6 === 5),
    );
    runs.push(
      measure(
        engine,
        cases.filter((_, at) => at % 6 !== 5),
      ),
    );
  }
  const table = renderTable(source, runs[0]!.schemas, runs);
  console.log(table);
  writeResults(table, source, runs);
}
