import { describe, expect, it } from 'vitest';
import { AbortedError, ModelError } from '../errors/index.js';
import type { Extraction } from '../extract/types.js';
import { createSampleExtraction } from '../testing/index.js';
import { evaluate } from './evaluate.js';
import { parseEvaluationItems } from './parse-item.js';
import { renderReports } from './render-markdown.js';
import type { EvaluationItem } from './types.js';

/** An extraction with nothing in it but what a test looks at. */
const extractionWith = (parts: Partial<Extraction>) => createSampleExtraction({ data: {}, fields: {}, ...parts });

const schema = { type: 'object', properties: { name: { type: 'string' }, age: { type: ['integer', 'null'] } }, required: ['name', 'age'] };
const itemOf = (text: string): EvaluationItem => ({ id: `id of ${text}`, text, schema, expected: { name: 'Ada', age: null } });

/** Evaluates an extractor that answers each text as told, or throws. */
async function evaluateAnswers(answers: Readonly<Record<string, Partial<Extraction> | Error>>) {
  const extract = async (text: string) => {
    const answer = answers[text]!;
    if (answer instanceof Error) throw answer;
    return extractionWith(answer);
  };
  return evaluate({ modelId: 'scripted', extract }, Object.keys(answers).map(itemOf), { name: 'set', resamples: 50, now: 0 });
}

const missing = { code: 'missing_field', pointer: '/name', message: '/name is required, and the text does not give it' } as const;
const breach = { code: 'invalid_value', pointer: '/age', keyword: 'type', message: 'must be integer' } as const;

describe('evaluate', () => {
  it('counts an answer that lacks a required value as incomplete, not as invalid', async () => {
    const report = await evaluateAnswers({ a: { data: { age: null }, valid: false, errors: [missing] } });
    expect(report.statuses).toEqual({ valid: 0, incomplete: 1, truncated: 0, invalid: 0, crashed: 0 });
    expect(report.tally).toMatchObject({ nullHits: 1, falseNegatives: 1 });
  });

  it('counts an answer that breaks its schema otherwise as invalid, with the place, also beside a missing value', async () => {
    const { statuses, failures } = await evaluateAnswers({ a: { data: { age: 'forty' }, valid: false, errors: [missing, breach] } });
    expect(statuses).toMatchObject({ incomplete: 0, invalid: 1 });
    expect(failures).toEqual([{ id: 'id of a', status: 'invalid', reasons: ['invalid_value at /age (type): must be integer'] }]);
  });

  it('counts an answer that was cut short by itself, and as invalid where it breaks its schema too', async () => {
    const cut = { code: 'truncated', pointer: '', message: 'closed early' } as const;
    const { statuses, failures } = await evaluateAnswers({
      a: { data: {}, valid: false, errors: [cut] },
      b: { data: {}, valid: false, errors: [missing, cut] },
      c: { data: { age: 'forty' }, valid: false, errors: [breach, cut] },
    });
    expect(statuses).toEqual({ valid: 0, incomplete: 0, truncated: 2, invalid: 1, crashed: 0 });
    expect(failures.map(({ id, status }) => `${status} ${id}`)).toEqual(['truncated id of a', 'truncated id of b', 'invalid id of c']);
  });

  it('scores a crash as the answer that says nothing, and goes on', async () => {
    const crash = new ModelError('extraction_failed', 'the model failed', { cause: new Error('out of memory') });
    const report = await evaluateAnswers({ a: crash, b: { data: { name: 'Ada', age: null } } });
    expect(report.failures).toEqual([
      { id: 'id of a', status: 'crashed', reasons: ['extraction_failed: the model failed (out of memory)'] },
    ]);
    expect(report.tally).toMatchObject({ valueHits: 1, nullHits: 2, falseNegatives: 1 });
    expect(report.figures.exactMatch!.value).toBe(0.5);
  });

  it('scores the floors beside the answers', async () => {
    const { floors, figures } = await evaluateAnswers({ 'Name: Ada': { data: { name: 'Ida', age: 3 } } });
    expect(figures.fieldF1!.value).toBe(0);
    expect(floors.allNull).toMatchObject({ valueF1: 0, exactMatch: 0, inventionRate: 0 });
    expect(floors.labels).toMatchObject({ fieldF1: 1, valueF1: 1, exactMatch: 1 });
  });

  it('gives the same report for the same seed', async () => {
    const answers = { a: { data: { name: 'Ada', age: null } }, b: { data: { name: 'x', age: 1 } }, c: { data: {} } };
    expect(await evaluateAnswers(answers)).toEqual(await evaluateAnswers(answers));
  });

  it('ends where it is aborted', async () => {
    const abort = new AbortController();
    const extract = async () => {
      abort.abort();
      throw new AbortedError('aborted', 'aborted');
    };
    const run = evaluate({ modelId: 'x', extract }, [itemOf('a'), itemOf('b')], { signal: abort.signal });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    const seen: string[] = [];
    const late = evaluate({ modelId: 'x', extract: async () => extractionWith({}) }, [itemOf('a')], {
      signal: abort.signal,
      onItem: ({ id }) => seen.push(id),
    });
    await expect(late).rejects.toMatchObject({ code: 'aborted' });
    expect(seen).toEqual([]);
  });

  it('has no figure where the set cannot say it', async () => {
    const { figures } = await evaluateAnswers({ a: { data: { name: 'Ada', age: null } } });
    expect(Object.keys(figures).sort()).toEqual(['exactMatch', 'fieldF1', 'inventionRate', 'valueF1']);
  });
});

describe('renderReports', () => {
  it('puts every set beside its floors, and lists what failed without letting it become markup', async () => {
    const report = await evaluateAnswers({
      a: new ModelError('extraction_failed', 'a | b\n# <img src=x>'),
      b: { data: { name: 'Ada', age: null } },
    });
    const markdown = renderReports([{ ...report, name: 'a|set' }]);
    expect(markdown).toMatch(/^\| a\\\|set \| 2 \| /m);
    expect(markdown).toContain('- crashed: id of a: extraction\\_failed: a \\| b # \\<img src=x\\>');
    expect(markdown).toMatch(/^\| a\\\|set \| 0\.0 \(0\.0–0\.0\) \| 2 \| 0 \| 0 \| 1 \| 0 \| 0 of 0 \| – \| – \|$/m);
  });
});

describe('parseEvaluationItems', () => {
  const good = { id: '1', text: 'Ada', schema: {}, expected: {} };
  const parse = (...lines: unknown[]) =>
    parseEvaluationItems(
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))),
      'set.jsonl',
    );

  it('reads items, skips empty lines and keeps members it does not know', () => {
    expect(parse(good, '', ' ', { ...good, id: '2', meta: { source: 'x' }, spans: { '/a': [0, 3], '/b': [[0, 1]] } })).toHaveLength(2);
  });

  it.each([
    ['not JSON', '{"id": 1', /not JSON/],
    ['no object', [1], /must be an object/],
    ['no id', { ...good, id: undefined }, /"id" must be a string/],
    ['a number as text', { ...good, text: 3 }, /"text" must be a string/],
    ['a list as schema', { ...good, schema: [] }, /"schema" must be/],
    ['nothing expected', { ...good, expected: undefined }, /"expected" is missing/],
    ['accept without values', { ...good, accept: { '/a': {} } }, /"accept" at \/a/],
    ['accept without a pointer', { ...good, accept: { a: { values: [] } } }, /not a JSON pointer/],
    ['a span past the text', { ...good, spans: { '/a': [0, 4] } }, /"spans" at \/a must be .*3 UTF-16 units/],
    ['an empty span', { ...good, spans: { '/a': [1, 1] } }, /"spans" at \/a/],
    ['no spans in a list', { ...good, spans: { '/a': [] } }, /"spans" at \/a/],
    ['an id that comes twice', { ...good, id: '1' }, /the id "1" was given in line 1/],
  ])('names file and line of %s', (_, line, problem) => {
    expect(() => parse(good, '', line)).toThrow(
      expect.objectContaining({ code: 'invalid_evaluation_data', message: expect.stringMatching(problem) }),
    );
    expect(() => parse(good, '', line)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ file: 'set.jsonl', line: 3 }) }),
    );
  });
});
