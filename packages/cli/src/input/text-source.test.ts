import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveTextSource } from './text-source.js';

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maaza-'));
  file = join(folder, 'order.txt');
  writeFileSync(file, 'Order 1');
});
afterAll(() => rmSync(folder, { recursive: true }));

const resolve = (argument?: string, more: { text?: string; file?: string; stdinIsTerminal?: boolean } = {}) =>
  resolveTextSource({ argument, stdinIsTerminal: true, ...more });

describe('resolveTextSource', () => {
  it('takes the path of an existing file as that file', () => {
    expect(resolve(file)).toEqual({ kind: 'file', path: file });
  });

  it.each([
    'Order #1 by John',
    'x'.repeat(100_000),
    'a\0b',
    '',
    '日本語',
    '149.99',
    '2024-01-05',
    'john@example.com',
    'https://example.com/a.txt',
  ])('takes anything else as text without a remark: %.20s', (text) => {
    expect(resolve(text)).toEqual({ kind: 'text', text, looksLikeFile: false });
  });

  it.each(['recipt.txt', './receipt', '../a/b', '/no/such/file', '~/notes.md', 'scan.PDF'])(
    'notices a text that looks like a mistyped path: %s',
    (text) => {
      expect(resolve(text)).toEqual({ kind: 'text', text, looksLikeFile: true });
    },
  );

  it('takes a folder as text, because a word may be called like one', () => {
    expect(resolve(folder)).toMatchObject({ kind: 'text', text: folder });
  });

  it('does as told by --text and --file', () => {
    expect(resolve(undefined, { text: file })).toEqual({ kind: 'text', text: file, looksLikeFile: false });
    expect(resolve(undefined, { file: 'no such file' })).toEqual({ kind: 'file', path: 'no such file' });
    expect(resolve(undefined, { file: '-' })).toEqual({ kind: 'stdin' });
    expect(resolve(undefined, { text: '-' })).toMatchObject({ kind: 'text', text: '-' });
  });

  it('reads stdin for - and for a pipe without an argument', () => {
    expect(resolve('-')).toEqual({ kind: 'stdin' });
    expect(resolve(undefined, { stdinIsTerminal: false })).toEqual({ kind: 'stdin' });
    expect(resolve('text', { stdinIsTerminal: false })).toMatchObject({ kind: 'text' });
  });

  it('refuses no source, and two', () => {
    expect(() => resolve()).toThrow(/no text/);
    expect(() => resolve('a', { text: 'b' })).toThrow(/once/);
    expect(() => resolve(undefined, { text: 'a', file: 'b' })).toThrow(/once/);
  });
});
