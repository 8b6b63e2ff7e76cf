import { describe, expect, it } from 'vitest';
import { detectBinary, detectTextType } from './detect-type.js';

describe('detectTextType', () => {
  it.each([
    ['html', '<!DOCTYPE html><p>x'],
    ['html', '\n<?xml version="1.0"?>\n<!-- by hand --> <!-- twice -->\n<html lang="en">'],
    ['html', '<BODY bgcolor=white>'],
    ['eml', 'Return-Path: <a@b>\r\nReceived: from x\r\n by y\r\nFrom: a@b\r\n\r\nHello'],
    ['eml', 'MIME-Version: 1.0\nSubject: only headers\n'],
    ['eml', 'From a@b Mon May  6 08:15:00 2024\nMessage-ID: <1@b>\nDate: x\n\nHello'],
    ['text', 'From: Ann\nTo: Ben\nSubject: lunch\n\nLet us eat.'],
    ['text', 'MIME-Version: 1.0 is a header.\nFrom there on it is prose: see below.'],
    ['json', ' [1, 2]\n'],
    ['text', '{not json}'],
    ['csv', 'a,b,c\n1,2,3\n'],
    ['csv', 'name;text\n"Ann; Ben";"a ""b"""\nC;d\n'],
    ['csv', 'a\tb\tc\r\n1\t2\t3\r\n'],
    ['text', 'Dear Ann, hello.\nSee you, Ben.'],
    ['markdown', '# Title\n\nSome **bold** text'],
    ['markdown', '| a | b |\n|---|---|\n| 1 | 2 |\n\n[more](https://example.com)'],
    ['text', 'Order #1\n* not much of a list'],
    ['text', ''],
  ])('%s: %j', (type, text) => {
    expect(detectTextType(text)).toBe(type);
  });

  it.each([
    ['comments without end', '<!--'.repeat(20_000)],
    ['comments', '<!---->'.repeat(9000)],
    ['brackets', '['.repeat(60_000)],
    ['quotes', `${'"'.repeat(59_999)},\n${'"'.repeat(999)}`],
    ['header lines', 'A-B: c\n'.repeat(9000)],
    ['blank lines', '\n'.repeat(60_000)],
    ['list marks', '- x\n \n'.repeat(9000)],
  ])(
    'grows no faster than the text: %s',
    (_, text) => {
      // Far below the test's own time limit only where no pattern looks at everything from every place.
      for (let times = 0; times < 20; times++) detectTextType(text);
    },
    20_000,
  );
});

describe('detectBinary', () => {
  const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

  it.each([
    ['%PDF-1.7\n', { type: 'pdf' }],
    ['\n%PDF-2.0\n', { type: 'pdf' }],
    [`junk\n%PDF-1.4\n${'x'.repeat(2000)}%%EOF\n`, { type: 'pdf' }],
    ['\x89PNG\r\n\x1a\n', { type: 'png' }],
    ['\xff\xd8\xff\xe0', { type: 'jpeg' }],
    ['RIFF\x10\0\0\0WEBPVP8 ', { type: 'webp' }],
    ['II*\0', { type: 'tiff' }],
    ['MM\0*', { type: 'tiff' }],
    ['PK\x03\x04', { container: 'zip' }],
    ['{\\rtf1', { unsupported: 'RTF' }],
    ['\0\0\0\x18ftypheic', { unsupported: 'HEIC or AVIF' }],
  ])('%j', (start, kind) => {
    expect(detectBinary(bytes(start))).toEqual(kind);
  });

  it.each(['The header of a PDF is %PDF-1.7 \n', 'MZ-1200 kettle', 'ID3 tags', 'PK 12', 'BMW 320', 'Rar! ', ''])(
    '%j may be text',
    (text) => {
      expect(detectBinary(bytes(text))).toBeUndefined();
    },
  );
});
