import { describe, expect, it } from 'vitest';
import { canonicalText } from './support/canonical.js';
import { accepts, compileOrRefuse, refusalReason, vocabularyOf } from './support/engine.js';
import { createJudge } from './support/judge.js';
import { drafts, readSuite, type SuiteGroup, suiteFolderOf } from './support/official-suite.js';
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
  'optional/zeroTerminatedFloats': 'tells 1.0 from 1, which JSON.parse does not; draft-06 dropped the difference',
  'optional/float-overflow': 'numbers beyond doubles; the suite’s own data loses them in JSON.parse',
};

/**
 * Formats of which some valid strings are not written, with the reason (docs/decisions/grammar-limits.md). An invalid string is wrong here too.
 */
const narrowerFormats: Readonly<Record<string, string>> = {
  'optional/format/date-time': 'leap seconds with an offset: their hour depends on it',
  'optional/format/time': 'leap seconds with an offset: their hour depends on it',
  'optional/format/email': 'quoted local parts and address literals, which validators in use reject',
  'optional/format/idn-hostname': 'needs the Unicode tables of IDNA2008 (RFC 5892) and the length of another spelling',
  'optional/format/ecmascript-regex': 'named groups and their references are no regular language',
};

/** Groups of which some valid values are not written, with the reason (docs/decisions/grammar-limits.md). */
const narrowerGroups: Readonly<Record<string, string>> = {
  'ref overrides any sibling keywords': 'keywords beside a `$ref` hold in every draft, as ajv has it',
};

/** Groups that ask for more than the engine promises, with the reason. */
const skippedGroups: Readonly<Record<string, string>> = {
  'validation of A-label (punycode) host names': 'needs the Unicode tables of IDNA2008 (RFC 5892); the syntax of RFC 1123 is enforced',
};

/** Tests that later versions of the suite took back, with the reason. */
const outdatedTests: Readonly<Record<string, string>> = {
  'a valid protocol-relative URI': 'a URI has a scheme (RFC 3986, section 3); the reference without one is a `uri-reference`',
};

/** Boolean schemas exist only inside objects here. */
const asObject = (group: SuiteGroup): SchemaObject => (typeof group.schema === 'boolean' ? { allOf: [group.schema] } : group.schema);

interface Tally {
  right: number;
  /** valid values that a format of `narrowerFormats`, or a group of `narrowerGroups`, does not write */
  narrower: number;
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
    if (test.valid && outdatedTests[test.description] !== undefined) continue;
    const text = canonicalText(schema, test.data, judge);
    const taken = accepts(compiled.grammar, text);
    if (taken === test.valid || (taken && relaxed?.isValid(test.data) === true)) tally.right++;
    else if (test.valid && (narrowerFormats[group.file] ?? narrowerGroups[group.description]) !== undefined) tally.narrower++;
    else
      tally.wrong.push(
        `${group.file}: ${group.description}: ${test.description}: ${text} should be ${test.valid ? 'accepted' : 'rejected'}`,
      );
  }
}

describe('the official JSON Schema Test Suite', () => {
  for (const draft of drafts) {
    const folder = suiteFolderOf(draft);
    it.skipIf(folder === undefined)(`is judged right wherever a schema of ${draft} is not refused`, { timeout: 120_000 }, () => {
      const vocabulary = vocabularyOf(byteTokens());
      const tally: Tally = { right: 0, narrower: 0, refused: 0, reasons: new Map(), wrong: [] };
      const groups = readSuite(draft, folder!).filter(
        ({ file, description }) => skippedFiles[file] === undefined && skippedGroups[description] === undefined,
      );
      for (const group of groups) judgeGroup(group, tally, vocabulary);
      console.log(
        `${draft}: ${tally.right} right, ${tally.narrower} narrower, ${tally.wrong.length} wrong; ${tally.refused} of ${groups.length} schemas refused`,
      );
      for (const [reason, count] of [...tally.reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${count} refused: ${reason}`);
      expect(tally.wrong).toEqual([]);
      expect(tally.narrower / tally.right).toBeLessThan(0.03);
      // A refusal is never wrong, but an engine that refuses all would pass too.
      expect(tally.refused / groups.length).toBeLessThan(0.2);
    });
    it.skipIf(folder !== undefined)(`has no tests of ${draft} here: set JSON_SCHEMA_TEST_SUITE_DIR to a checkout of it`, () => {
      expect(folder).toBeUndefined();
    });
  }
});
