import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from './schema-index.js';

/** One `description`, `schema`, `tests` group of the official JSON Schema Test Suite. */
export interface SuiteGroup {
  /** path below the draft's folder, without `.json` */
  readonly file: string;
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

export type Draft = 'draft7' | 'draft2020-12';

/** Folder of a checkout of json-schema-org/JSON-Schema-Test-Suite. No npm package holds the suite's data for these drafts. */
export const suiteFolder = process.env.JSON_SCHEMA_TEST_SUITE_DIR;

export const hasSuite = suiteFolder !== undefined && existsSync(join(suiteFolder, 'tests', 'draft2020-12'));

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name.replace(/\.json$/, '')}`],
  );
}

const metaSchemas: Readonly<Record<Draft, string>> = {
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

/** The suite leaves `$schema` out for draft-07, where the folder says it. */
function named(schema: Schema, draft: Draft): Schema {
  return typeof schema === 'boolean' || schema.$schema !== undefined ? schema : { $schema: metaSchemas[draft], ...schema };
}

export function readSuite(draft: Draft): SuiteGroup[] {
  const folder = join(suiteFolder!, 'tests', draft);
  return filesBelow(folder).flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as Omit<SuiteGroup, 'file'>[];
    return groups.map((group) => ({ ...group, schema: named(group.schema, draft), file }));
  });
}
