import { describe, expect, it } from 'vitest';
import { canonicalText } from './support/canonical.js';
import { accepts, compileOrRefuse, refusalReason, vocabularyOf } from './support/engine.js';
import { createJudge } from './support/judge.js';
import { type Draft, hasSuite, readSuite, type SuiteGroup } from './support/official-suite.js';
import { withoutChecked } from './support/relaxed.js';
import type { SchemaObject } from './support/schema-index.js';
import { byteTokens } from './support/vocabularies.js';

/** Files that ask for something else than what a grammar is for, with the reason. Nothing is skipped because it fails. */
const skippedFiles: Readonly<Record<string, string>> = {
  format: 'says that `format` only annotates; the engine enforces it, as optional/format/* asks',
  content: 'says that contentMediaType and contentEncoding only annotate; nothing to enforce',
  vocabulary: 'custom meta-schemas that switch keywords off, fetched from localhost',
  'optional/format-assertion': 'custom meta-schemas fetched from localhost',
  'optional/format-annotation': 'says that `format` only annotates',
  'optional/cross-draft': 'fetches schemas of another draft from localhost',
  'optional/content': 'contentMediaType as an assertion, which 2020-12 forbids and draft-07 leaves open',
  'optional/bignum': 'numbers beyond doubles; the suite’s own data loses them in JSON.parse',
  'optional/float-overflow': 'numbers beyond doubles; the suite’s own data loses them in JSON.parse',
};

/** Groups that ask for more than the engine promises, with the reason. */
const skippedGroups: Readonly<Record<string, string>> = {
  'validation of A-label (punycode) host names': 'needs the Unicode tables of IDNA2008 (RFC 5892); the syntax of RFC 1123 is enforced',
};

/** Boolean schemas exist only inside objects here. */
const asObject = (group: SuiteGroup): SchemaObject => (typeof group.schema === 'boolean' ? { allOf: [group.schema] } : group.schema);

interface Tally {
  right: number;
  refused: number;
  readonly reasons: Map<string, number>;
  readonly wrong: string[];
}

function judgeGroup(group: SuiteGroup, tally: Tally, vocabulary: ReturnType<typeof vocabularyOf>): void {
  const schema = asObject(group);
  const compiled = compileOrRefuse(schema, vocabulary);
  if ('refusal' in compiled) {
    tally.refused++;
    const reason = refusalReason(compiled.refusal);
    tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1);
    return;
  }
  const judge = createJudge(schema);
  const isRelaxed = compiled.grammar.report.findings.some(({ verdict }) => verdict === 'checked');
  const relaxed = isRelaxed ? createJudge(withoutChecked(schema, compiled.grammar.report.findings)) : undefined;
  for (const test of group.tests) {
    const text = canonicalText(schema, test.data, judge);
    const taken = accepts(compiled.grammar, text);
    if (taken === test.valid || (taken && relaxed?.isValid(test.data) === true)) tally.right++;
    else
      tally.wrong.push(
        `${group.file}: ${group.description}: ${test.description}: ${text} should be ${test.valid ? 'accepted' : 'rejected'}`,
      );
  }
}

describe.skipIf(!hasSuite)('the official JSON Schema Test Suite (JSON_SCHEMA_TEST_SUITE_DIR)', () => {
  for (const draft of ['draft7', 'draft2020-12'] satisfies Draft[]) {
    it(`is judged right wherever a schema of ${draft} is not refused`, () => {
      const vocabulary = vocabularyOf(byteTokens());
      const tally: Tally = { right: 0, refused: 0, reasons: new Map(), wrong: [] };
      const groups = readSuite(draft).filter(
        ({ file, description }) => skippedFiles[file] === undefined && skippedGroups[description] === undefined,
      );
      for (const group of groups) judgeGroup(group, tally, vocabulary);
      console.log(`${draft}: ${tally.right} right, ${tally.wrong.length} wrong; ${tally.refused} of ${groups.length} schemas refused`);
      for (const [reason, count] of [...tally.reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${count} refused: ${reason}`);
      expect(tally.wrong).toEqual([]);
      // A refusal is never wrong, but an engine that refuses all would pass too.
      expect(tally.refused / groups.length).toBeLessThan(0.2);
    });
  }
});

it.runIf(!hasSuite)('the official suite is skipped: set JSON_SCHEMA_TEST_SUITE_DIR to a checkout of JSON-Schema-Test-Suite', () => {
  expect(hasSuite).toBe(false);
});
