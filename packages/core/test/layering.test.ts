import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCycles, findViolations, importsOf, type LayeringRules, type SourceFiles } from './support/layering.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const core = 'packages/core/src';

const rules: LayeringRules = {
  mayImport: {
    errors: [],
    json: ['errors'],
    fields: ['schema', 'errors'],
    schema: ['errors'],
    tokenizer: ['errors'],
    calibrate: ['errors'],
    model: ['calibrate', 'errors'],
    validate: ['errors'],
    store: ['errors'],
    cache: ['store', 'errors'],
    grammar: ['schema', 'errors'],
    prompt: ['schema', 'tokenizer', 'errors'],
    decode: ['grammar', 'model', 'tokenizer', 'json', 'errors'],
    normalise: ['errors'],
    ground: ['normalise', 'json', 'schema', 'errors'],
    evaluation: ['json', 'schema', 'errors'],
    testing: ['cache', 'store', 'errors'],
    document: ['errors'],
    // A remote engine is an adapter, and prepares and reads answers like the embedded one.
    adapters: ['model', 'tokenizer', 'validate', 'cache', 'store', 'document', 'extract', 'ground', 'grammar', 'schema', 'json', 'errors'],
    extract: [
      'prompt',
      'tokenizer',
      'model',
      'calibrate',
      'schema',
      'grammar',
      'decode',
      'json',
      'validate',
      'normalise',
      'ground',
      'cache',
      'store',
      'errors',
    ],
  },
  sharedTypes: [`${core}/extract/types.ts`, `${core}/grammar/types.ts`],
  thirdPartyOutsideAdapters: {
    [`${core}/extract/embedded-engine.ts`]: {
      packages: ['lru-cache'],
      reason: 'a bounded map, which decides nothing and which nobody replaces',
    },
  },
  mayImportAdapters: {
    [`${core}/document/libraries.ts`]: 'the readers of documents, each loaded when the first of its kind is read',
    [`${core}/extract/embedded-engine.ts`]: 'puts the embedded model together, which needs its runtime and tokenizer',
    [`${core}/extract/extractor.ts`]: 'the defaults of an extractor: ajv, lru-cache, and schemas of other libraries',
    [`${core}/extract/shared-extractor.ts`]: 'types of schemas of other libraries',
  },
  mayBeCyclic: {
    [`${core}/grammar/frames`]: 'values nest in arrays and objects, which nest in values: the recursion of JSON itself',
  },
};

function readSources(folder: string): SourceFiles {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Map(files.map((file) => [`${folder}/${file.replaceAll('\\', '/')}`, readFileSync(join(root, folder, file), 'utf8')]));
}

describe('who may import whom (STYLE.md §2)', () => {
  const sources = new Map([...readSources(core), ...readSources('packages/cli/src'), ...readSources('packages/server/src')]);

  it('looks at the real sources', () => {
    expect(sources.has(`${core}/errors/codes.ts`)).toBe(true);
    expect(sources.has('packages/cli/src/main.ts')).toBe(true);
  });

  it('is kept by every file', () => {
    expect(findViolations(sources, rules).map(({ file, rule }) => `${file} ${rule}`)).toEqual([]);
  });

  it('has a line for every folder of core', () => {
    const folders = readdirSync(join(root, core), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...folders.map((entry) => entry.name), 'entries'].filter((folder, index, all) => all.indexOf(folder) === index).sort()).toEqual(
      [...Object.keys(rules.mayImport), 'entries'].sort(),
    );
  });

  it('makes exceptions only for files that use them', () => {
    const cyclicFolders = findCycles(sources).map((cycle) => posix.dirname(cycle[0]!));
    for (const folder of Object.keys(rules.mayBeCyclic)) expect(cyclicFolders).toContain(folder);
    for (const [file, { packages }] of Object.entries(rules.thirdPartyOutsideAdapters)) {
      for (const name of packages) expect(importsOf(file, sources.get(file)!).map(({ specifier }) => specifier)).toContain(name);
    }
    for (const file of Object.keys(rules.mayImportAdapters)) expect(sources.get(file)).toMatch(/(?:from |import\()'[./]+\/adapters\//);
  });
});

describe('a violation is found', () => {
  const violationsIn = (files: Record<string, string>) => findViolations(new Map(Object.entries(files)), rules).map(({ rule }) => rule);
  const oneFile = (file: string, source: string) => violationsIn({ [`${core}/${file}`]: source });

  it.each([
    ['a folder that reaches up', 'schema/a.ts', "import { x } from '../extract/x.js';", /may import errors/],
    ['the same by export', 'schema/a.ts', "export { x } from '../decode/x.js';", /may import errors/],
    ['the same by import()', 'schema/a.ts', "const x = await import('../decode/x.js');", /may import errors/],
    ['the same by type', 'errors/a.ts', "type X = import('../decode/x.js').X;", /may import nothing/],
    ['a value from the shared types', 'store/a.ts', "import { x } from '../extract/types.js';", /may import errors/],
    ['an adapter used by a stage', 'decode/a.ts', "import { x } from '../adapters/ajv/index.js';", /adapters are wired up/],
    ['a package outside of adapters', 'cache/a.ts', "import { LRUCache } from 'lru-cache';", /package lru-cache/],
    ['a scoped package, types only', 'cache/a.ts', "import type { X } from '@scope/name/deep';", /package @scope\/name/],
    ['the environment', 'model/a.ts', 'const home = process.env.HOME;', /process\.env/],
    ['the console', 'adapters/a.ts', "console.error('x');", /console\.error/],
    ['an exit code', 'extract/a.ts', 'process.exitCode = 1;', /process\.exitCode/],
  ])('%s', (_, file, source, rule) => {
    expect(oneFile(file, source)).toEqual([expect.stringMatching(rule)]);
  });

  it('an import cycle, but not one that only types make', () => {
    const cycleWith = (back: string) => ({ [`${core}/json/a.ts`]: "import './b.js';", [`${core}/json/b.ts`]: back });
    expect(violationsIn(cycleWith("import type { A } from './a.js';"))).toEqual([]);
    expect(violationsIn(cycleWith("import { a, type A } from './a.js';"))).toEqual([
      `import cycle: ${core}/json/a.ts → ${core}/json/b.ts → ${core}/json/a.ts`,
    ]);
  });

  it('the command line reaching into core', () => {
    const inCli = (source: string) => violationsIn({ 'packages/cli/src/output/a.ts': source });
    expect(inCli("import { x } from '../../../core/src/errors/index.js';")).toHaveLength(1);
    expect(inCli("import { x } from '@maaza/core/src/errors/index.js';")).toHaveLength(1);
    expect(inCli("import { x } from '@maaza/core'; import { y } from '@maaza/core/redis'; console.log(process.env.HOME);")).toEqual([]);
  });

  it('and what is allowed is not', () => {
    expect(oneFile('store/a.ts', "import type { X } from '../extract/types.js'; import { type Y } from '../extract/types.js';")).toEqual(
      [],
    );
    expect(
      oneFile(
        'decode/a.ts',
        "// console.log(process.env.HOME)\nimport { x } from '../grammar/index.js'; import 'node:fs'; const s = 'process.exit';",
      ),
    ).toEqual([]);
    expect(oneFile('adapters/ajv/a.ts', "import { Ajv } from 'ajv';")).toEqual([]);
    expect(oneFile('decode/a.test.ts', "import { x } from '../adapters/ajv/index.js';")).toEqual([]);
  });
});
