import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { candidate } from '../../../packages/core/test/grammar/support/candidates.js';
import { canonicalText } from '../../../packages/core/test/grammar/support/canonical.js';
import { createJudge } from '../../../packages/core/test/grammar/support/judge.js';
import { hasMaskBench, maskBenchNames, readMaskBench } from '../../../packages/core/test/grammar/support/maskbench.js';
import { createRandom, testSeed } from '../../../packages/core/test/grammar/support/random.js';
import { realSchemas } from '../../../packages/core/test/grammar/support/real-schemas.js';
import type { SchemaObject } from '../../../packages/core/test/grammar/support/schema-index.js';

/** A real schema with valid instances, as the model's tokenizer would write them. */
export interface BenchCase {
  readonly name: string;
  readonly schema: SchemaObject;
  readonly instances: readonly (readonly number[])[];
}

/** Longer instances are cut: every engine here is linear in them, and one of them is slow. */
const maxTokens = 300;

export interface BenchCases {
  readonly source: string;
  readonly cases: readonly BenchCase[];
}

/** MaskBench's schemas where `MASKBENCH_DIR` is set, else the schemas of installed packages with generated instances. */
export function readCases(limit: number): BenchCases {
  const encode = createEncoder();
  if (hasMaskBench) {
    const names = spread(maskBenchNames(), limit);
    return { source: 'MaskBench', cases: names.map((name) => maskBenchCase(name, encode)) };
  }
  const random = createRandom(testSeed);
  const cases = spread(realSchemas(), limit).map(({ name, schema }) => {
    const judge = createJudge(schema);
    const values = Array.from({ length: 20 }, () => candidate(schema, random)).filter((value) => judge?.isValid(value) === true);
    return { name, schema, instances: values.slice(0, 3).map((value) => encode(canonicalText(schema, value, judge))) };
  });
  return { source: 'schemas of installed packages', cases };
}

function maskBenchCase(name: string, encode: (text: string) => readonly number[]): BenchCase {
  const { schema, tests } = readMaskBench(name);
  const judge = createJudge(schema);
  const valid = tests.filter((test) => test.valid).slice(0, 3);
  return { name, schema, instances: valid.map(({ data }) => encode(canonicalText(schema, data, judge))) };
}

function spread<T>(all: readonly T[], limit: number): T[] {
  const step = Math.max(1, Math.floor(all.length / limit));
  return all.filter((_, at) => at % step === 0).slice(0, limit);
}

function createEncoder(): (text: string) => readonly number[] {
  const path = new URL('../../../packages/model-135m/tokenizer.json', import.meta.url);
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(path, 'utf8')), {});
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.slice(0, maxTokens);
}
