import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaObject } from './schema-index.js';

/** One file of MaskBench (guidance-ai/jsonschemabench, arXiv:2501.10868): a real schema and instances judged by two validators. */
export interface MaskBenchFile {
  readonly name: string;
  readonly schema: SchemaObject;
  readonly tests: readonly { readonly description: string; readonly valid: boolean; readonly data: unknown }[];
}

/** The folder `maskbench/data` of a checkout of guidance-ai/jsonschemabench. Its data is never part of this repository. */
export const maskBenchFolder = process.env.MASKBENCH_DIR;

export const hasMaskBench = maskBenchFolder !== undefined && existsSync(maskBenchFolder);

/** Every `MASKBENCH_EVERY`-th file, beginning with number `MASKBENCH_FROM`. @default every 20th, so that the run takes seconds */
export function maskBenchNames(): string[] {
  const every = Number(process.env.MASKBENCH_EVERY ?? 20);
  const from = Number(process.env.MASKBENCH_FROM ?? 0);
  const names = readdirSync(maskBenchFolder!).filter((name) => name.endsWith('.json'));
  return names.sort().filter((_, at) => at % every === from % every);
}

export function readMaskBench(name: string): MaskBenchFile {
  const file = JSON.parse(readFileSync(join(maskBenchFolder!, name), 'utf8')) as Omit<MaskBenchFile, 'name'>;
  return { ...file, name };
}
