import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createExtractor } from '@maaza/core';
import { longSchema, makeLongDocument } from './document.js';
import { type LongRun, renderLong } from './report.js';
import { scoreLong } from './score.js';

const options = {
  kb: { type: 'string', default: '500' },
  facts: { type: 'string', default: '200' },
  seed: { type: 'string', default: '5' },
  'min-probability': { type: 'string' },
} as const;

/**
 * How many of the facts that are strewn into a long text are found, what is invented beside them, and what memory and time it takes. Measures the
 * built package. `--kb <n>`: thousand characters of text. `--facts <n>`: planted in it. `--seed <n>`: of the text. `--min-probability <n>`: values
 * below it are left out; without it the model's own threshold holds. 500 kB take most of an hour on two busy cores.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const [kb, facts, seed] = [values.kb, values.facts, values.seed].map(Number) as [number, number, number];
  if (![kb, facts, seed].every((value) => Number.isInteger(value) && value >= 1)) {
    console.error('--kb, --facts and --seed are whole numbers from 1 on.');
    process.exitCode = 2;
    return;
  }
  const minProbability = values['min-probability'] === undefined ? undefined : Number(values['min-probability']);
  const document = makeLongDocument(kb * 1000, facts, seed);
  const extractor = await createExtractor({ cache: false });
  let told = -1;
  const onProgress = ({ chunk = 0, chunks = 1 }: { readonly chunk?: number; readonly chunks?: number }) => {
    if (chunk === told || chunk % 20 !== 0) return;
    told = chunk;
    console.error(`chunk ${chunk} of ${chunks}`);
  };
  const startedAt = performance.now();
  const extraction = await extractor.extract(document.text, longSchema, { onProgress, minProbability });
  const longRun: LongRun = {
    kb,
    seed,
    minProbability,
    seconds: (performance.now() - startedAt) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    modelCalls: extraction.usage.modelCalls,
    score: scoreLong(document, extraction),
  };
  await extractor.dispose();
  const table = renderLong(longRun);
  console.log(table);
  const folder = new URL('../../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const machine = `Node ${process.versions.node}, ${arch()}, ${cpus().length} cores, ${new Date().toISOString()}. Figures hold for one machine and run.`;
  writeFileSync(new URL('long.md', folder), `# Long documents\n\n${machine}\n\n${table}\n`);
}
