import { readFileSync } from 'node:fs';
import { errorCodes } from '@maaza/core';
import { describe, expect, it } from 'vitest';
import { cliErrorCodes } from './cli-error.js';
import { EXIT, exitCodes } from './exit-codes.js';

describe('exitCodes', () => {
  it('knows every error code of core, and the few of the command line besides', () => {
    expect(Object.keys(exitCodes).sort()).toEqual([...Object.keys(errorCodes), ...cliErrorCodes].sort());
  });

  it('uses only the codes that docs/cli.md lists', () => {
    const guide = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8');
    const section = guide.slice(guide.indexOf('## Exit codes'));
    const listed = [...section.matchAll(/^\| (\d+) \|/gm)].map((row) => Number(row[1]));
    expect(listed).toEqual(Object.values(EXIT));
    expect(Object.values(exitCodes).every((code) => listed.includes(code))).toBe(true);
  });

  it('docs/cli.md puts every error code beside its exit code', () => {
    const guide = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8');
    for (const [code, exitCode] of Object.entries(exitCodes)) {
      const row = new RegExp(`^\\| ${exitCode} \\|.*\`${code}\``, 'm');
      expect(guide, code).toMatch(row);
    }
  });
});
