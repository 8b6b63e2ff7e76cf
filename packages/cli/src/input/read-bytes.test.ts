import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { decodeText, MAX_INPUT_BYTES, readBytes, readFileBytes } from './read-bytes.js';

const signal = new AbortController().signal;

describe('readBytes', () => {
  it('joins chunks before decoding, so that characters may be split between them', async () => {
    const bytes = Buffer.from('größe 🙂');
    const stream = Readable.from([...bytes].map((byte) => Buffer.of(byte)));
    expect(decodeText(await readBytes(stream, 'stdin', signal), 'stdin')).toBe('größe 🙂');
  });

  it('reads up to the limit and stops an endless stream', async () => {
    expect((await readBytes(Readable.from([Buffer.alloc(MAX_INPUT_BYTES)]), 'stdin', signal)).length).toBe(MAX_INPUT_BYTES);
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024 * 1024);
      })(),
    );
    await expect(readBytes(endless, 'stdin', signal)).rejects.toMatchObject({
      code: 'text_too_long',
      details: { limitBytes: MAX_INPUT_BYTES },
    });
    expect(endless.destroyed).toBe(true);
  });
});

it('stops waiting for input on abort', async () => {
  const abort = new AbortController();
  const silent = new Readable({ read() {} });
  const reading = readBytes(silent, 'stdin', abort.signal);
  abort.abort();
  await expect(reading).rejects.toMatchObject({ code: 'aborted' });
});

describe('readFileBytes', () => {
  it.each([
    ['/no/such/file', 'cannot read /no/such/file: there is no such file'],
    ['/', 'cannot read /: it is a folder'],
  ])('says why %s cannot be read', async (path, message) => {
    await expect(readFileBytes(path, signal)).rejects.toMatchObject({ code: 'invalid_request', message });
  });

  it('stops a device that never ends', async () => {
    await expect(readFileBytes('/dev/zero', signal)).rejects.toMatchObject({ code: 'text_too_long' });
  });
});

describe('decodeText', () => {
  it('leaves a byte order mark out', () => {
    expect(decodeText(Buffer.from('\ufeffOrder 1'), 'f')).toBe('Order 1');
  });

  it('reads UTF-16 with its mark', () => {
    expect(decodeText(Buffer.from('\ufeffOrdre n° 1', 'utf16le'), 'f')).toBe('Ordre n° 1');
  });

  it('keeps NUL, CRLF and combining marks', () => {
    const text = 'a\0b\r\nc\u0301';
    expect(decodeText(Buffer.from(text), 'f')).toBe(text);
  });

  it.each([
    ['Latin-1', Buffer.from('gr\xf6\xdfe', 'latin1')],
    ['an image', Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)],
    ['a cut UTF-8 character', Buffer.from('ö').subarray(0, 1)],
  ])('refuses %s instead of guessing', (_what, bytes) => {
    expect(() => decodeText(bytes, 'scan.png')).toThrow(/scan.png is not UTF-8 text/);
  });
});
