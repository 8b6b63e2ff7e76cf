/**
 * Makes labelled texts of the training data's generator harder: `npx tsx scripts/harden-texts.ts DRAW.jsonl OUT.jsonl [--seed 1] [--plain 0.2]`.
 * The generator's texts give nearly all they are asked for, in the domain of their schema; users' texts do not. Nothing but the draw is used.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Draw, Hardener } from './calibration/hardener.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, plain: { type: 'string', default: '0.2' } },
});
const [input, output] = positionals;
if (input === undefined || output === undefined)
  throw new Error('usage: npx tsx scripts/harden-texts.ts DRAW.jsonl OUT.jsonl [--seed 1] [--plain 0.2]');

const draws = readFileSync(input, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Draw);
const hardener = new Hardener(draws, { seed: Number(values.seed), plainShare: Number(values.plain) });
const lines = draws.map((draw) => JSON.stringify(hardener.harden(draw)));
writeFileSync(output, `${lines.join('\n')}\n`);
console.log(`${lines.length} texts`);
