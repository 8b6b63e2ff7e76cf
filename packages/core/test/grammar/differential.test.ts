import { describe, expect, it } from 'vitest';
import type { Vocabulary } from '../../src/grammar/types.js';
import { compileOrRefuse, refusalReason, vocabularyOf } from './support/engine.js';
import { createJudge, NoOpinion } from './support/judge.js';
import { createRandom, testEffort, testSeed } from './support/random.js';
import { randomSchema, valuePool } from './support/random-schemas.js';
import { isSchemaObject, type SchemaObject } from './support/schema-index.js';
import { shrinkSchema } from './support/shrink.js';
import { describeFailure, InstanceJury, type Verdict } from './support/verdict.js';
import { byteTokens } from './support/vocabularies.js';

/** Beside `multipleOf` the grammar writes at most 15 digits, the range in which a double cannot round a multiple away: documented, and narrower. */
const isBeyondMultiples = (schema: SchemaObject, value: unknown) =>
  JSON.stringify(schema).includes('"multipleOf"') && JSON.stringify(value).includes('1e+21');

/** The first value of the pool that the grammar of `schema` judges wrong; undefined where there is none, or the schema is refused. */
function firstFault(schema: SchemaObject, vocabulary: Vocabulary, values: readonly unknown[]): Verdict | undefined {
  const compiled = compileOrRefuse(schema, vocabulary);
  if ('refusal' in compiled) return undefined;
  const jury = new InstanceJury(schema, compiled.grammar);
  if (jury.judge === undefined) return undefined;
  try {
    for (const value of values) {
      if (isBeyondMultiples(schema, value)) continue;
      const verdict = jury.judgeInstance(value);
      if (verdict.outcome === 'invalid_accepted' || verdict.outcome === 'valid_rejected') return verdict;
    }
  } catch (error) {
    if (!(error instanceof NoOpinion)) throw error;
  }
  return undefined;
}

function firstValid(schema: SchemaObject, values: readonly unknown[]): unknown {
  const judge = createJudge(schema);
  try {
    return judge === undefined ? undefined : values.find((value) => judge.isValid(value));
  } catch (error) {
    if (!(error instanceof NoOpinion)) throw error;
    return undefined;
  }
}

describe(`random schemas against ajv (MAAZA_TEST_SEED=${testSeed})`, () => {
  it('the grammar takes exactly the canonical instances that are valid, or refuses the schema', () => {
    const random = createRandom(testSeed);
    const vocabulary = vocabularyOf(byteTokens());
    const values = valuePool();
    const wrong: string[] = [];
    const refusals = new Map<string, number>();
    const rounds = 300 * testEffort;
    let compiledCount = 0;
    for (let round = 0; round < rounds; round++) {
      const schema = randomSchema(random, 2);
      if (!isSchemaObject(schema)) continue;
      const compiled = compileOrRefuse(schema, vocabulary);
      if ('refusal' in compiled) {
        const reason = refusalReason(compiled.refusal);
        refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
        const satisfied = reason.includes('no value can satisfy') ? firstValid(schema, values) : undefined;
        if (satisfied !== undefined) wrong.push(`${reason}, but ${JSON.stringify(satisfied)} does: ${JSON.stringify(schema)}`);
        continue;
      }
      compiledCount++;
      if (firstFault(schema, vocabulary, values) === undefined) continue;
      const smallest = shrinkSchema(schema, (candidate) => firstFault(candidate, vocabulary, values) !== undefined);
      wrong.push(describeFailure(smallest, firstFault(smallest, vocabulary, values)!));
    }
    console.log(`${compiledCount} of ${rounds} random schemas compiled, ${wrong.length} wrong`);
    for (const [reason, count] of [...refusals].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`  ${count} refused: ${reason}`);
    expect(wrong).toEqual([]);
    expect(compiledCount / rounds).toBeGreaterThan(0.5);
  });
});
