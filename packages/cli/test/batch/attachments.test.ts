import { copyFileSync, mkdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { mailOfParts, nestedMail } from '../../../core/test/document/hostile-files.js';
import { startCompletionsServer } from '../support/completions-server.js';
import { assertBuilt, spawnCli } from '../support/spawn-cli.js';
import { createWorkspace } from './workspace.js';

vi.setConfig({ testTimeout: 240_000 });

const { at, folder, write, lines, remove } = createWorkspace();
let server: Awaited<ReturnType<typeof startCompletionsServer>>;
beforeAll(async () => {
  assertBuilt();
  // What is extracted is not what is tested here, but what the model is asked about.
  server = await startCompletionsServer();
  server.answerWith((text) => ({ content: JSON.stringify({ start: text.slice(0, 12) }) }));
  mkdirSync(at('mails'));
  for (const name of ['mail-python.eml', 'letter-libreoffice.pdf'])
    copyFileSync(new URL(`../../../core/test/document/fixtures/${name}`, import.meta.url), at(`mails/${name}`));
});
afterAll(() => {
  server.close();
  remove();
});
beforeEach(() => {
  server.asked.length = 0;
});

const batch = (input: string, out: string, ...more: string[]) =>
  spawnCli([
    'batch',
    input,
    '--fields',
    'start',
    '--out',
    at(out),
    '--engine',
    `openai:${server.url}`,
    '--model',
    'm',
    '--json-errors',
    ...more,
  ]);
const idsOf = (out: string) => lines(out).map(({ id }) => String(id).replace(`${folder}/`, ''));

/** A mail with a text, and a part that is no document. */
const mailWith = (name: string, content: string) =>
  `From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nbody\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${content}\r\n--x--\r\n`;

describe('maaza batch --attachments', () => {
  it('gives each attachment of a mail a row behind it, mails in mails included', async () => {
    expect(await batch(at('mails'), 'with.jsonl', '--attachments')).toMatchObject({ code: 0 });
    expect(idsOf('with.jsonl')).toEqual([
      'mails/letter-libreoffice.pdf',
      'mails/mail-python.eml',
      'mails/mail-python.eml#1-Brief für Zoë.docx',
      'mails/mail-python.eml#2-part 2',
    ]);
    expect(server.asked.some((text) => text.includes('Policy KX-4471902') && text.includes('Kestrel'))).toBe(true);
    expect(server.asked.some((text) => text.includes('From: Jonas Weiß <jonas@weiss.example>'))).toBe(true);
  });

  it('gives none without being asked, and is a change of the batch', async () => {
    await batch(at('mails'), 'without.jsonl');
    expect(idsOf('without.jsonl')).toEqual(['mails/letter-libreoffice.pdf', 'mails/mail-python.eml']);
    const { code, stderr } = await batch(at('mails'), 'without.jsonl', '--attachments');
    expect([code, stderr]).toEqual([2, expect.stringContaining('option attachments: not given before, true now')]);
  });

  it('picks attachments by name and size', async () => {
    await batch(at('mails'), 'picked.jsonl', '--attachments', '--where', 'name~\\.docx$', '--where', 'size>1000');
    expect(idsOf('picked.jsonl')).toEqual(['mails/mail-python.eml#1-Brief für Zoë.docx']);
  });

  it('makes a failed row of an attachment that cannot be read, and goes on', async () => {
    mkdirSync(at('bad'));
    write('bad/a.eml', mailWith('broken.pdf', '%PDF-1.7\r\nnothing more'));
    write('bad/b.txt', 'Subject: not a mail at all');
    write('bad/c.eml', mailWith('note.txt', 'the note'));
    expect(await batch(at('bad'), 'bad.jsonl', '--attachments', '--errors', at('bad-errors.jsonl'))).toMatchObject({ code: 4 });
    expect(idsOf('bad.jsonl')).toEqual(['bad/a.eml', 'bad/b.txt', 'bad/c.eml', 'bad/c.eml#1-note.txt']);
    expect(lines('bad-errors.jsonl')).toMatchObject([{ id: at('bad/a.eml#1-broken.pdf'), code: 'unreadable_document' }]);
    expect(server.asked.map((text) => text.trim())).toContain('the note');
  });

  it('ends within its limits on mails in mails and on a mail of thousands of attachments, and reads the next file', async () => {
    mkdirSync(at('hostile'));
    write('hostile/deep.eml', nestedMail(40));
    write('hostile/many.eml', mailOfParts(5000));
    write('hostile/next.txt', 'the next');
    expect(await batch(at('hostile'), 'hostile.jsonl', '--attachments', '--errors', at('hostile-errors.jsonl'))).toMatchObject({ code: 4 });
    const ids = idsOf('hostile.jsonl');
    expect(ids.filter((id) => id.startsWith('hostile/deep.eml')).length).toBeLessThanOrEqual(10);
    expect(ids).toContain('hostile/deep.eml#1-part 1#1-part 1');
    expect(ids.at(-1)).toBe('hostile/next.txt');
    expect(lines('hostile-errors.jsonl').map(({ id, code }) => [String(id).replace(`${folder}/`, ''), code])).toEqual([
      ['hostile/deep.eml#attachments', 'unreadable_document'],
      ['hostile/many.eml', 'unreadable_document'],
    ]);
  });
});
