import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsDocPath, renderErrorsDoc } from '../../../../scripts/errors-doc.js';
import { AbortedError, errorCodes, MaazaError, SchemaError } from './index.js';

describe('the table of codes', () => {
  it('is what docs/errors.md shows (if not: npx tsx scripts/errors-doc.ts)', () => {
    expect(readFileSync(errorsDocPath, 'utf8')).toBe(renderErrorsDoc());
  });

  it.each(Object.entries(errorCodes))(
    '%s is in lower snake case, and says in whole sentences what it means and what to do',
    (code, { meaning, remedy }) => {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    },
  );
});

describe('MaazaError', () => {
  const cause = new Error('origin');
  const error = new SchemaError('invalid_schema', 'the schema is broken', { details: { pointer: '/type' }, cause });

  it('carries code, details and cause, and the name of its family', () => {
    expect(error).toMatchObject({
      code: 'invalid_schema',
      message: 'the schema is broken',
      name: 'SchemaError',
      details: { pointer: '/type' },
      cause,
    });
    expect(error).toBeInstanceOf(MaazaError);
    expect(error).not.toBeInstanceOf(AbortedError);
  });

  it('has empty details and no cause where none are given', () => {
    const plain = new AbortedError('aborted', 'stopped');
    expect(plain.details).toEqual({});
    expect('cause' in plain).toBe(false);
  });

  it('recognises errors of another installed copy, and nothing else', async () => {
    // The query makes this a second copy of the module, as a second installation would be.
    const copy = (await import(/* @vite-ignore */ `./maaza-error.js${'?copy'}`)) as typeof import('./maaza-error.js');
    const foreign = new copy.MaazaError('timeout', 'late');
    expect(foreign).not.toBeInstanceOf(MaazaError);
    expect(MaazaError.isInstance(foreign)).toBe(true);
    for (const other of [cause, null, undefined, 'timeout', { code: 'timeout' }]) expect(MaazaError.isInstance(other)).toBe(false);
  });

  it('does not print its brand', () => {
    expect(Object.keys(error)).not.toContain('brand');
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name: 'SchemaError', code: 'invalid_schema', details: { pointer: '/type' } });
  });
});
