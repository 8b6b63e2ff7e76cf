import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtEntryFile } from './support/run-in-process.js';
import { assertBuilt } from './support/spawn-cli.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const run = promisify(execFile);

const codeBlocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map((block) => block[1]!);

describe('README', () => {
  beforeAll(assertBuilt);

  it('starts with a command that extracts the order', async () => {
    const command = codeBlocks('sh')[0]!.trim();
    expect(command).toMatch(/^npm ci && npx maaza extract /);
    // What follows the installation, through a shell as a user would type it.
    const { stdout } = await run('sh', ['-c', command.replace(/^npm ci && npx maaza/, `'${process.execPath}' '${builtEntryFile}'`)]);
    expect(JSON.parse(stdout)).toEqual({ order_id: '12345', customer: 'John Doe', total: 149.99, currency: 'EUR' });
  });

  it('has a library example of at most 15 lines that runs', async () => {
    const example = codeBlocks('ts')[0]!;
    expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
    const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', example.replace(' as const', '')], {
      cwd: root,
    });
    expect(stdout).toMatch(/^12345 true \{/);
  });
});

it('no document of ours links to a file that is not there', () => {
  const documents = ['README.md', 'docs/cli.md', ...readdirSync(join(root, 'docs/guides')).map((name) => `docs/guides/${name}`)];
  for (const document of documents) {
    const text = readFileSync(join(root, document), 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(join(root, dirname(document), target!)), `${document}: ${target}`).toBe(true);
    }
  }
});
