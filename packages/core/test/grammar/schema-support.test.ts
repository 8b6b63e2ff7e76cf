import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createJudge } from './support/judge.js';
import { formatProbes, keywordProbes } from './support-table/probes.js';
import { renderSupportTable, runProbe } from './support-table/render.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const documentPath = new URL('../../../../docs/schema-support.md', import.meta.url);

describe('the probes', () => {
  it('say of each text what ajv says', () => {
    for (const { schema, keyword, accepts, rejects } of keywordProbes.flatMap(({ probes }) => probes)) {
      // ajv resolves $dynamicRef only through anchors it has passed on its way, not as section 8.2.3.2 of the core specification says, and
      // takes every item as evaluated where there is a contains, not those that it matches (section 10.3.1.3).
      if (keyword === '$dynamicRef' || keyword === 'unevaluatedItems (beside contains)') continue;
      const judge = createJudge(schema);
      if (judge === undefined) continue;
      for (const text of accepts) expect(judge.isValid(JSON.parse(text)), `${keyword}: ${text}`).toBe(true);
      for (const text of rejects) if (isJson(text)) expect(judge.isValid(JSON.parse(text)), `${keyword}: ${text}`).toBe(false);
    }
  });
});

describe('each keyword', () => {
  for (const { title, probes } of keywordProbes) {
    for (const probe of probes) {
      it(`${title}: ${probe.keyword} does what the report says`, () => {
        expect(runProbe(probe).wrong).toEqual([]);
      });
    }
  }
  for (const probe of formatProbes) {
    it(`format ${probe.keyword} does what the report says`, () => {
      expect(runProbe(probe, true).wrong).toEqual([]);
    });
  }
});

it('docs/schema-support.md is what the code does today (npx tsx scripts/schema-support.ts)', () => {
  expect(readFileSync(documentPath, 'utf8')).toBe(renderSupportTable());
});
