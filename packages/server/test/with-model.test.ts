import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipBomb } from '../../core/test/document/hostile-files.js';
import { type Backend, backends } from './support/backends.js';
import { startTestServer, type TestServer } from './support/test-server.js';

const LONG_MS = 240_000;
const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`../../core/test/document/fixtures/${name}`, import.meta.url)));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const hasModel = (() => {
  try {
    return createRequire(import.meta.url).resolve('@maaza/model-135m/package.json') !== '';
  } catch {
    return false;
  }
})();

describe('the API with the model, in worker threads', () => {
  let backend: Backend;
  let server: TestServer;
  let key: string;
  const test = it.skipIf(!hasModel);
  const extract = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    server.call('POST', '/v1/extract', { key, body, headers });

  beforeAll(async () => {
    if (!hasModel) return;
    backend = await backends[0]!.create();
    server = await startTestServer(backend, { runner: undefined, env: { MAAZA_REQUEST_TIMEOUT_MS: '200000' } });
    key = await (await server.account()).key();
    while ((await server.call('GET', '/readyz')).status !== 200) await new Promise((resolve) => setTimeout(resolve, 100));
  }, LONG_MS);
  afterAll(async () => {
    await server?.stop();
    await backend?.drop();
  });

  test('reads a PDF, and says where on which page a value stands', { timeout: LONG_MS }, async () => {
    const document = { data: base64(fixture('invoice-chromium.pdf')), type: 'application/pdf' };
    const wanted = { document, fields: 'invoice_no, date:date', return_spans: true };
    const { status, body } = await extract({ ...wanted, return_text: true, return_confidence: true });
    expect(status).toBe(200);
    expect(body.extracted).toEqual({ invoice_no: 'INV-2024-0117', date: '2024-01-17' });
    expect(body.document.type).toBe('pdf');
    expect(body.document.pages).toEqual([
      {
        number: 1,
        start: 0,
        end: body.document.text.length,
        width: expect.any(Number),
        height: expect.any(Number),
        unit: 'pt',
        recognised: false,
      },
    ]);
    const { printed, start, end, places, confidence } = body.fields['/invoice_no'];
    expect(body.document.text.slice(start, end)).toBe(printed);
    expect(confidence).toBeGreaterThan(0);
    expect(body.confidence).toBeGreaterThan(0);
    expect(places).toHaveLength(1);
    // The upper right corner of an A5 page.
    expect(places[0].page).toBe(1);
    expect(places[0].box.x).toBeGreaterThan(body.document.pages[0].width / 2);
    expect(places[0].box.y).toBeLessThan(80);
    const bytes = await extract({ ...wanted, offsets: 'bytes' });
    const utf8 = Buffer.from(body.document.text);
    const counted = bytes.body.fields['/invoice_no'];
    expect(utf8.subarray(counted.start, counted.end).toString()).toBe(printed);
    expect(bytes.body.document).not.toHaveProperty('text');
    expect(bytes.body.document.pages[0].end).toBe(utf8.length);
    expect(counted.places).toEqual(places);
  });

  test('reads a DOCX by its bytes, and answers a repetition without reading it again', { timeout: LONG_MS }, async () => {
    const body = { document: { data: base64(fixture('letter-libreoffice.docx')) }, fields: 'claim_no' };
    const first = await extract(body, { 'idempotency-key': 'docx' });
    expect(first.body.extracted).toEqual({ claim_no: expect.stringContaining('CL-90317') });
    expect(first.body).not.toHaveProperty('document');
    const again = await extract(body, { 'idempotency-key': 'docx' });
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
  });

  test('refuses documents that cannot be read, with the reason, and spends no quota on them', { timeout: LONG_MS }, async () => {
    const used = async () => (await server.call('GET', '/v1/usage/quota', { key })).body.used;
    const before = await used();
    const pdf = fixture('letter-libreoffice.pdf');
    const cases: [string, Uint8Array, string | undefined, string][] = [
      ['encrypted', fixture('letter-encrypted.pdf'), 'pdf', 'encrypted'],
      ['cut short', pdf.subarray(0, pdf.length / 3), 'pdf', 'broken'],
      ['claimed to be another kind', fixture('letter-libreoffice.docx'), 'application/pdf', 'broken'],
      ['a zip bomb', zipBomb(8), 'docx', 'over_limit'],
      ['of no kind that is read', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex'), undefined, 'unsupported'],
    ];
    for (const [name, bytes, type, reason] of cases) {
      const { status, body } = await extract({ document: { data: base64(bytes), ...(type && { type }) }, fields: 'a' });
      expect([name, status, body.error.code, body.error.details.reason]).toEqual([name, 422, 'unreadable_document', reason]);
    }
    expect(await used()).toBe(before);
  });

  test('tells of an unreadable document in its place of a batch, and reads the others', { timeout: LONG_MS }, async () => {
    const items = [
      { custom_id: 'docx', document: { data: base64(fixture('letter-libreoffice.docx')), type: 'docx' } },
      { custom_id: 'locked', document: { data: base64(fixture('letter-encrypted.pdf')), type: 'pdf' } },
      { custom_id: 'text', text: 'Your claim CL-12345 was received.' },
    ];
    const { body } = await server.call('POST', '/v1/extract/batch', { key, body: { items, fields: 'claim_no', return_spans: true } });
    expect(body.counts).toEqual({ total: 3, succeeded: 2, failed: 1 });
    const [docx, locked, text] = body.results;
    expect(docx.extraction).toMatchObject({ extracted: { claim_no: expect.stringContaining('CL-90317') }, document: { type: 'docx' } });
    expect(locked.error).toMatchObject({ code: 'unreadable_document', details: { reason: 'encrypted' } });
    expect(text.extraction.extracted.claim_no).toContain('CL-12345');
    expect(text.extraction).not.toHaveProperty('document');
  });

  test('gives up a schema that takes too long to compile, and stays alive', { timeout: LONG_MS }, async () => {
    const choices = Array.from({ length: 8 }, (_, i) => ({ properties: { [`p${i}`]: { type: 'string' } }, required: [`p${i}`] }));
    const schema = { type: 'object', allOf: Array.from({ length: 12 }, () => ({ anyOf: choices })) };
    const asked = extract({ text: 'a', schema });
    expect((await server.call('GET', '/health')).status).toBe(200);
    const { status, body } = await asked;
    expect([status, body.error.code]).toEqual([400, 'schema_too_complex']);
    expect((await extract({ text: 'Your claim CL-12345 was received.', fields: 'claim_no' })).status).toBe(200);
  });

  test('refuses a document that is larger than a body may be', async () => {
    const { status, body } = await extract({ document: { data: 'A'.repeat(1_100_000) }, fields: 'a' });
    expect([status, body.error.code]).toEqual([413, 'payload_too_large']);
  });

  describe('reads as the options say:', () => {
    const text = 'Invoice 4711\nIssued: 03/04/2024\nNet: 100.00\nTax: 19.00\nTotal: 1.234 EUR';
    const read = async (fields: string, options: Record<string, unknown>) => {
      const { status, body } = await extract({ text, fields, ...options });
      expect([status, body.error]).toEqual([200, undefined]);
      return body;
    };

    // The same text, one after the other: a cache that did not look at the options would answer the first of each for both.
    test('date_order', { timeout: LONG_MS }, async () => {
      expect((await read('issued:date', { date_order: 'dmy' })).extracted).toEqual({ issued: '2024-04-03' });
      expect((await read('issued:date', { date_order: 'mdy' })).extracted).toEqual({ issued: '2024-03-04' });
    });

    test('decimal_mark', { timeout: LONG_MS }, async () => {
      expect((await read('total:number', { decimal_mark: ',' })).extracted).toEqual({ total: 1234 });
      expect((await read('total:number', { decimal_mark: '.' })).extracted).toEqual({ total: 1.234 });
    });

    test('reference_date, of all texts or of one item', { timeout: LONG_MS }, async () => {
      const body = { fields: 'meeting:date' };
      const note = 'Meeting tomorrow at 10:00 in room 4.';
      const one = await extract({ ...body, text: note, reference_date: '2024-04-03' });
      expect(one.body.extracted).toEqual({ meeting: '2024-04-04' });
      const items = ['2024-12-31', undefined].map((reference_date, i) => ({ custom_id: String(i), text: note, reference_date }));
      const batch = await server.call('POST', '/v1/extract/batch', { key, body: { ...body, items, reference_date: '2025-02-28' } });
      const days = batch.body.results.map(
        (result: { extraction: { extracted: { meeting: string } } }) => result.extraction.extracted.meeting,
      );
      expect(days).toEqual(['2025-01-01', '2025-03-01']);
    });

    test('min_probability, one for all or by pointer', { timeout: LONG_MS }, async () => {
      const all = await read('net:number', { min_probability: 1, return_confidence: true });
      expect(all.extracted.net ?? null).toBeNull();
      expect(all.fields['/net'].reason).toBe('below_threshold');
      const some = await read('net:number, tax:number', { min_probability: { '/tax': 1, '': 0 } });
      expect(some.extracted.net).toEqual(expect.any(Number));
      expect(some.extracted.tax ?? null).toBeNull();
    });

    test('rules, whose failures are in validation.errors and make strict answers 422', { timeout: LONG_MS }, async () => {
      const fields = 'net:number, tax:number, total:number';
      const rules = [{ sum: ['/net', '/tax'], equals: '/total' }];
      const { validation } = await read(fields, { rules, decimal_mark: ',' });
      expect(validation.valid).toBe(false);
      expect(validation.errors).toMatchObject([{ code: 'failed_rule', pointers: ['/net', '/tax', '/total'] }]);
      expect((await read(fields, { rules: [{ ...rules[0], tolerance: 2000 }], decimal_mark: ',' })).validation.valid).toBe(true);
      const strict = await extract({ text, fields, rules, decimal_mark: ',', strict: true });
      expect([strict.status, strict.body.error.code]).toEqual([422, 'schema_validation_failed']);
    });

    test('cache: false, where the result is known', { timeout: LONG_MS }, async () => {
      await read('net:number', {});
      expect((await read('net:number', {})).cached).toBe(true);
      expect((await read('net:number', { cache: false })).cached).toBe(false);
    });
  });
});
