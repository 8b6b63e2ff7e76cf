import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Schema } from './schema-index.js';

/** One `description`, `schema`, `tests` group of the official JSON Schema Test Suite. */
export interface SuiteGroup {
  /** path below the draft's folder, without `.json` */
  readonly file: string;
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

const metaSchemas = {
  draft4: 'http://json-schema.org/draft-04/schema#',
  draft6: 'http://json-schema.org/draft-06/schema#',
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
} as const;

export type Draft = keyof typeof metaSchemas;

export const drafts = Object.keys(metaSchemas) as Draft[];

/**
 * Where the suite may be: a checkout of json-schema-org/JSON-Schema-Test-Suite, the Debian package `json-schema-test-suite` (up to draft-07),
 * and the npm package of that name, which is installed with this workspace and ends with draft-04. No npm package holds the later drafts.
 */
const suiteFolders = [
  process.env.JSON_SCHEMA_TEST_SUITE_DIR,
  '/usr/share/json-schema-test-suite',
  dirname(createRequire(import.meta.url).resolve('json-schema-test-suite/package.json')),
];

/** The folder with the tests of a draft, or `undefined` where this machine has none. */
export function suiteFolderOf(draft: Draft): string | undefined {
  return suiteFolders
    .flatMap((folder) => (folder === undefined ? [] : [join(folder, 'tests', draft)]))
    .find((folder) => existsSync(folder));
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
      : [`${prefix}${entry.name.replace(/\.json$/, '')}`],
  );
}

/** The suite leaves `$schema` out for older drafts, where the folder says it. */
function named(schema: Schema, draft: Draft): Schema {
  return typeof schema === 'boolean' || schema.$schema !== undefined ? schema : { $schema: metaSchemas[draft], ...schema };
}

export function readSuite(draft: Draft, folder: string): SuiteGroup[] {
  return filesBelow(folder).flatMap((file) => {
    const groups = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as Omit<SuiteGroup, 'file'>[];
    return groups.map((group) => ({ ...group, schema: named(group.schema, draft), file }));
  });
}
