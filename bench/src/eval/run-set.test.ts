import { createExtractor, type Engine, type EngineAnswer, type JsonSchema } from '@maaza/core';
import { describe, expect, it } from 'vitest';
import { runSet, type SetResult } from './run-set.js';

const schema: JsonSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: ['integer', 'null'] } },
  required: ['name', 'age'],
};

/** An engine that answers each text as told, or throws. */
function engineOf(answers: Readonly<Record<string, Partial<EngineAnswer> | Error>>): Engine {
  const silence = { fields: {}, missing: [], truncated: false, usage: { inputTokens: 0, outputTokens: 0, modelCalls: 0 } };
  return {
    modelId: 'scripted',
    weightsDigest: '0',
    checkSchema: () => ({ supported: true, findings: [] }),
    async extract({ text }) {
      const answer = answers[text];
      if (answer instanceof Error) throw answer;
      return { ...silence, data: {}, ...answer };
    },
    dispose: async () => undefined,
  };
}

async function runAnswers(answers: Readonly<Record<string, Partial<EngineAnswer> | Error>>): Promise<SetResult> {
  const extractor = await createExtractor({ engine: engineOf(answers), cache: false });
  const items = Object.keys(answers).map((text) => ({ id: `id of ${text}`, text, schema, expected: { name: 'Ada', age: null } }));
  return runSet(extractor, { name: 'set', items }, 60_000, () => undefined);
}

describe('runSet', () => {
  it('counts an answer that lacks a required value as incomplete, not as invalid', async () => {
    const result = await runAnswers({ a: { data: { age: null }, missing: ['/name'] } });
    expect(result).toMatchObject({ incomplete: 1, invalid: [], crashes: [] });
    expect(result.answer.tally).toMatchObject({ nullHits: 1, falseNegatives: 1 });
  });

  it('counts an answer that breaks its schema otherwise as invalid, with the place, also beside a missing value', async () => {
    const { invalid, incomplete } = await runAnswers({ a: { data: { age: 'forty' }, missing: ['/name'] } });
    expect(incomplete).toBe(0);
    expect(invalid).toHaveLength(1);
    expect(invalid[0]).toMatchObject({ id: 'id of a', reasons: [expect.stringContaining('/age')] });
  });

  it('counts an answer that was cut short as invalid', async () => {
    const { invalid } = await runAnswers({ a: { data: { name: 'Ada', age: null }, truncated: true } });
    expect(invalid.map(({ id }) => id)).toEqual(['id of a']);
  });

  it('scores a crash as the answer that says nothing, and goes on', async () => {
    const result = await runAnswers({ a: new Error('out of memory'), b: { data: { name: 'Ada', age: null } } });
    expect(result.crashes).toEqual([{ id: 'id of a', reasons: [expect.stringContaining('out of memory')] }]);
    expect(result.answer.tally).toMatchObject({ valueHits: 1, nullHits: 2, falseNegatives: 1 });
    expect(result.answer.exact).toBe(1);
  });

  it('scores the floor beside the answers', async () => {
    const { floor } = await runAnswers({ a: { data: { name: 'Ada', age: 3 } } });
    expect(floor.tally).toMatchObject({ valueHits: 0, nullHits: 1, falseNegatives: 1 });
  });
});
