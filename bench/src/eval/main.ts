import { parseArgs } from 'node:util';
import { createExtractor } from '@maaza/core';
import { renderSet, writeResults } from './report.js';
import { runSet } from './run-set.js';
import { listSets, readSet } from './sets.js';

const options = {
  dir: { type: 'string' },
  sets: { type: 'string' },
  limit: { type: 'string', default: '20' },
  timeout: { type: 'string', default: '120' },
} as const;

/** Says on stderr why nothing was run. */
function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 2;
}

/**
 * How well the embedded model extracts, on evaluation sets that are not part of this repository.
 * `--dir <folder>` or `MAAZA_EVAL_DIR`: where the `.jsonl` files are. `--sets a,b`: only these. `--limit <n>|all`: items of each set, from its
 * start. `--timeout <seconds>`: for one item.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const folder = values.dir ?? process.env.MAAZA_EVAL_DIR;
  if (!folder) return refuse('No evaluation sets: give their folder with --dir or MAAZA_EVAL_DIR.');
  const present = listSets(folder);
  if (present.length === 0) return refuse(`No evaluation sets (*.jsonl) in ${folder}.`);
  const names = values.sets === undefined ? present : values.sets.split(',');
  const unknown = names.filter((name) => !present.includes(name));
  if (unknown.length > 0) return refuse(`No such set: ${unknown.join(', ')}. There are: ${present.join(', ')}.`);
  const limit = values.limit === 'all' ? Number.POSITIVE_INFINITY : Number(values.limit);
  const timeoutMs = Number(values.timeout) * 1000;
  if (!(limit >= 1) || !(timeoutMs >= 1)) return refuse('--limit is a count or "all", --timeout a number of seconds.');

  const extractor = await createExtractor({ cache: false });
  try {
    for (const name of names) {
      const set = readSet(folder, name, limit);
      let done = 0;
      const result = await runSet(extractor, set, timeoutMs, () => process.stderr.write(`\r${name} ${++done}/${set.items.length} `));
      process.stderr.write('\n');
      console.log(renderSet(result));
      // After each set, so that a run that is cut short keeps what it measured.
      writeResults([result]);
    }
  } finally {
    await extractor.dispose();
  }
}
