import { describe, expect, it } from 'vitest';
import { compileOrRefuse, refusalReason, vocabularyOf } from './support/engine.js';
import { createRandom, testEffort, testSeed } from './support/random.js';
import { randomSchema, valuePool } from './support/random-schemas.js';
import { isSchemaObject } from './support/schema-index.js';
import { describeFailure, InstanceJury } from './support/verdict.js';
import { byteTokens } from './support/vocabularies.js';

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
        continue;
      }
      compiledCount++;
      const jury = new InstanceJury(schema, compiled.grammar);
      for (const value of values) {
        const verdict = jury.judgeInstance(value);
        if (verdict.outcome === 'invalid_accepted' || verdict.outcome === 'valid_rejected') {
          wrong.push(describeFailure(schema, verdict));
          break;
        }
      }
    }
    console.log(`${compiledCount} of ${rounds} random schemas compiled, ${wrong.length} wrong`);
    for (const [reason, count] of [...refusals].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`  ${count} refused: ${reason}`);
    expect(wrong).toEqual([]);
    expect(compiledCount / rounds).toBeGreaterThan(0.5);
  });
});
