import { describe, expect, it } from 'vitest';
import { textOfBytes } from './document-text.js';
import { MAX_INPUT_BYTES } from './read-bytes.js';

const { signal } = new AbortController();
const read = (bytes: string | Uint8Array) => textOfBytes(Buffer.from(bytes), 'letter', signal);

describe('textOfBytes', () => {
  it.each([
    'Order #12345 by John Doe',
    'Subject: lunch\nFrom: Ann\n\nLet us eat.',
    '<not a page>',
    '{"a": 1}',
    '# Title\r\n\r\n- a\r\n- b\r\n',
    'a\0b\r\nc\u0301',
    '',
  ])('leaves a text as it is: %j', async (text) => {
    expect(await read(text)).toEqual({ text });
  });

  it('reads text in an older encoding', async () => {
    expect(await read(Buffer.from('Gr\xf6\xdfe: 40 cm, Stra\xdfe 5', 'latin1'))).toMatchObject({
      text: 'Größe: 40 cm, Straße 5',
      document: { type: 'text' },
    });
  });

  it('reads a web page and a mail as what they are', async () => {
    expect(await read('<!doctype html><title>Shop</title><p>Total: <b>12 EUR</b>')).toMatchObject({
      text: '# Shop\n\nTotal: 12 EUR',
      document: { type: 'html' },
    });
    expect(await read('MIME-Version: 1.0\r\nSubject: Order\r\nX-Mailer: x\r\n\r\nTotal: 12 EUR\r\n')).toMatchObject({
      text: 'Subject: Order\n\nTotal: 12 EUR',
      document: { type: 'eml' },
    });
  });

  it('says which file cannot be read, and why', async () => {
    await expect(read('{\\rtf1 Order}')).rejects.toMatchObject({
      code: 'unreadable_document',
      message: /^cannot read letter: the document is of a kind that is not read: RTF/,
      details: { reason: 'unsupported', file: 'letter' },
    });
  });

  it('takes no longer text than before', async () => {
    await expect(read('x'.repeat(MAX_INPUT_BYTES + 1))).rejects.toMatchObject({ code: 'text_too_long' });
  });

  it('stops when aborted', async () => {
    await expect(textOfBytes(Buffer.from('%PDF-1.7\n'), 'a.pdf', AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });
});
