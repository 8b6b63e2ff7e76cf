import { describe, expect, it } from 'vitest';
import { compileOrRefuse, refusalReason, vocabularyOf } from './support/engine.js';
import { hasMaskBench, maskBenchNames, readMaskBench } from './support/maskbench.js';
import { describeFailure, InstanceJury, type Outcome } from './support/verdict.js';
import { byteTokens } from './support/vocabularies.js';

type Tally = Record<Outcome, number>;

describe.skipIf(!hasMaskBench)('MaskBench (MASKBENCH_DIR, MASKBENCH_EVERY)', () => {
  it('at least 90 % of the schemas have every instance judged right, and no invalid instance is taken', { timeout: 1_800_000 }, () => {
    const vocabulary = vocabularyOf(byteTokens());
    const tally: Tally = { right: 0, invalid_accepted: 0, valid_rejected: 0, checked: 0, disputed: 0 };
    const failures: string[] = [];
    const refusals = new Map<string, number>();
    let passing = 0;
    const names = maskBenchNames();
    for (const name of names) {
      const { schema, tests } = readMaskBench(name);
      const compiled = compileOrRefuse(schema, vocabulary);
      if ('refusal' in compiled) {
        const reason = refusalReason(compiled.refusal);
        refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
        continue;
      }
      const jury = new InstanceJury(schema, compiled.grammar);
      const verdicts = tests.map((test) => jury.judgeInstance(test.data, test.valid));
      for (const verdict of verdicts) {
        tally[verdict.outcome]++;
        if (verdict.outcome !== 'right') failures.push(`${name}: ${describeFailure(schema, verdict)}`);
      }
      if (verdicts.every(({ outcome }) => outcome === 'right' || outcome === 'disputed')) passing++;
    }
    console.log(`${passing} of ${names.length} schemas pass`, tally);
    for (const [reason, count] of [...refusals].sort((a, b) => b[1] - a[1]).slice(0, 30)) console.log(`  ${count} refused: ${reason}`);
    for (const failure of failures.slice(0, 40)) console.log(`  ${failure}`);
    expect(tally.invalid_accepted).toBe(0);
    expect(passing / names.length).toBeGreaterThanOrEqual(0.9);
  });
});

it.runIf(!hasMaskBench)('MaskBench is skipped: set MASKBENCH_DIR to the folder maskbench/data of guidance-ai/jsonschemabench', () => {
  expect(hasMaskBench).toBe(false);
});
