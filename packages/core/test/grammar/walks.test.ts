import { describe, expect, it } from 'vitest';
import type { CompiledGrammar } from '../../src/grammar/types.js';
import { compileOrRefuse, vocabularyOf } from './support/engine.js';
import { createJudge, type Judge } from './support/judge.js';
import { hasMaskBench, maskBenchNames, readMaskBench } from './support/maskbench.js';
import { probeSchemas } from './support/probe-schemas.js';
import { createRandom, type Random, testEffort, testSeed } from './support/random.js';
import { randomSchema } from './support/random-schemas.js';
import { realSchemas } from './support/real-schemas.js';
import { withoutChecked } from './support/relaxed.js';
import { isSchemaObject, type SchemaObject } from './support/schema-index.js';
import { findRepeatedKey } from './support/strict-json.js';
import { modelTokens, smallTokens, type TokenTable } from './support/vocabularies.js';
import { randomWalk, requiredNamesOf } from './support/walk.js';

/** What is wrong with one walk, or undefined. */
function faultOf(
  schema: SchemaObject,
  grammar: CompiledGrammar,
  tokens: TokenTable,
  judge: Judge | undefined,
  random: Random,
  maxFreeSteps: number,
): string | undefined {
  const options = { freeSteps: random.below(maxFreeSteps), maxSteps: maxFreeSteps + 1500, requiredNames: requiredNamesOf(schema) };
  const walk = randomWalk(grammar.createMatcher(), tokens, random, options);
  if (walk.outcome !== 'complete') return `${walk.outcome} after ${walk.text.slice(-300)}`;
  let value: unknown;
  try {
    value = JSON.parse(walk.text);
  } catch {
    return `no JSON: ${walk.text.slice(0, 300)}`;
  }
  const repeated = findRepeatedKey(walk.text);
  if (repeated !== undefined) return `key ${repeated} twice: ${walk.text.slice(0, 300)}`;
  if (judge !== undefined && !judge.isValid(value)) return `invalid (${judge.lastErrors().slice(0, 200)}): ${walk.text.slice(0, 300)}`;
  return undefined;
}

interface WalkReport {
  compiled: number;
  walks: number;
  readonly faults: string[];
  /** walks that found no end in time, though no mask was empty: the walker does not search for words that an unanchored pattern asks for */
  readonly unfinished: string[];
}

function walkAll(schemas: Iterable<readonly [string, SchemaObject]>, tokens: TokenTable, walksEach: number, maxFreeSteps = 30): WalkReport {
  const vocabulary = vocabularyOf(tokens);
  const random = createRandom(testSeed);
  const report: WalkReport = { compiled: 0, walks: 0, faults: [], unfinished: [] };
  for (const [name, schema] of schemas) {
    const compiled = compileOrRefuse(schema, vocabulary);
    if ('refusal' in compiled) continue;
    report.compiled++;
    const { grammar } = compiled;
    const isRelaxed = grammar.report.findings.some(({ verdict }) => verdict === 'checked');
    const judge = createJudge(isRelaxed ? withoutChecked(schema, grammar.report.findings) : schema);
    for (let i = 0; i < walksEach; i++) {
      report.walks++;
      const fault = faultOf(schema, grammar, tokens, judge, random, maxFreeSteps);
      if (fault === undefined) continue;
      const list = fault.startsWith('no_end') ? report.unfinished : report.faults;
      list.push(`${name}: ${fault} under ${JSON.stringify(schema).slice(0, 400)}`);
      break;
    }
  }
  return report;
}

/** Whatever is chosen from the masks, a valid end is reached: no dead ends, and all that is written parses and validates. */
describe(`random walks through the masks (MAAZA_TEST_SEED=${testSeed})`, () => {
  it('reach a valid end under every probe schema, token by token of a small vocabulary', () => {
    const report = walkAll(Object.entries(probeSchemas), smallTokens(), 60 * testEffort);
    expect([...report.faults, ...report.unfinished]).toEqual([]);
    expect(report.compiled).toBe(Object.keys(probeSchemas).length);
  });

  it('reach a valid end after many members and items too', () => {
    const report = walkAll(Object.entries(probeSchemas), smallTokens(), 10 * testEffort, 500);
    expect([...report.faults, ...report.unfinished]).toEqual([]);
  });

  it('reach a valid end under random schemas', { timeout: 300_000 }, () => {
    const random = createRandom(testSeed + 7);
    const schemas = Array.from({ length: 300 * testEffort }, (_, at) => ({ name: `random ${at}`, schema: randomSchema(random, 2) }));
    const objects = schemas.flatMap(({ name, schema }): [string, SchemaObject][] => (isSchemaObject(schema) ? [[name, schema]] : []));
    const report = walkAll(objects, smallTokens(), 8);
    expect([...report.faults, ...report.unfinished]).toEqual([]);
    expect(report.compiled).toBeGreaterThan(schemas.length / 2);
  });

  it('reach a valid end under real schemas, with the model’s 49,152 tokens', { timeout: 300_000 }, () => {
    const schemas = realSchemas().filter((_, at) => at % Math.max(1, Math.round(40 / testEffort)) === 0);
    const report = walkAll(
      schemas.map(({ name, schema }) => [name, schema] as const),
      modelTokens(),
      3,
    );
    expect([...report.faults, ...report.unfinished]).toEqual([]);
    // Some refuse uniqueItems over objects; see real-schemas.test.ts.
    expect(report.compiled / schemas.length).toBeGreaterThan(0.9);
  });

  it.skipIf(!hasMaskBench)('reach a valid end under MaskBench’s schemas (MASKBENCH_DIR)', { timeout: 1_800_000 }, () => {
    const schemas = maskBenchNames().map((name) => [name, readMaskBench(name).schema] as const);
    const report = walkAll(schemas, modelTokens(), 3);
    console.log(`${report.walks} walks under ${report.compiled} schemas, ${report.faults.length} faults`);
    for (const fault of [...report.faults, ...report.unfinished].slice(0, 40)) console.log(`  ${fault}`);
    expect(report.faults).toEqual([]);
    expect(report.unfinished.length / report.compiled).toBeLessThan(0.02);
  });
});
