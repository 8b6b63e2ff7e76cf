import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExtractor } from '../../extract/extractor.js';
import type { OpenAiEngineConfig } from './config.js';
import { createOpenAiEngine } from './engine.js';

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly schema: Record<string, unknown>; readonly strict: boolean };
  };
  readonly [member: string]: unknown;
}

type Reply = (response: ServerResponse, body: ChatRequest, request: IncomingMessage) => void;

const text = 'Order #12345 by John Doe, 149.99 EUR on 5 March 2024';
const schema = {
  title: 'An order',
  type: 'object',
  properties: {
    order_id: { type: 'string' },
    total: { type: 'number' },
    date: { type: 'string', format: 'date' },
    phone: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['order_id', 'total'],
};
const rightAnswer = { order_id: '12345', total: 149.99, date: '2024-03-05', phone: null, tags: ['EUR'] };

/** What a server says when all is well. */
const say =
  (content: string, more: Record<string, unknown> = {}, choice: Record<string, unknown> = {}): Reply =>
  (response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', ...choice }],
        usage: { prompt_tokens: 80, completion_tokens: 20, total_tokens: 100 },
        ...more,
      }),
    );
  };

const fail =
  (status: number, headers: Record<string, string> = {}, body = '{"error":{"message":"not today","type":"server_error"}}'): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

let server: Server;
let baseUrl: string;
/** One reply for each request; the last one is repeated. */
let replies: Reply[];
let received: { body: ChatRequest; headers: IncomingMessage['headers']; url: string | undefined; at: number }[];

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatRequest;
      const reply = replies[Math.min(received.length, replies.length - 1)]!;
      received.push({ body, headers: request.headers, url: request.url, at: performance.now() });
      reply(response, body, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function extract(config: Partial<OpenAiEngineConfig> = {}, options = {}) {
  const engine = createOpenAiEngine({ baseUrl, model: 'some-model', maxRetryDelayMs: 20, ...config });
  const extractor = await createExtractor({ engine, cache: false });
  try {
    return await extractor.extract(text, schema, options);
  } finally {
    await extractor.dispose();
    await engine.dispose();
  }
}

describe('an OpenAI-compatible engine', () => {
  it('reads values, finds their places in the text, and counts tokens', async () => {
    replies = [say(JSON.stringify(rightAnswer))];
    const extraction = await extract();
    expect(extraction).toMatchObject({
      model: 'some-model',
      valid: true,
      data: { order_id: '12345', total: 149.99, date: '2024-03-05', tags: ['EUR'] },
      usage: { inputTokens: 80, outputTokens: 20, totalTokens: 100, modelCalls: 1 },
    });
    expect(extraction.fields['/order_id']).toEqual({ value: '12345', printed: '12345', start: 7, end: 12, grounded: true });
    expect(extraction.fields['/date']).toMatchObject({ printed: '5 March 2024', grounded: true });
    expect(extraction.fields['/phone']).toEqual({ value: null, grounded: false, reason: 'absent' });
    for (const { start, end, printed } of Object.values(extraction.fields))
      if (start !== undefined) expect(text.slice(start, end)).toBe(printed);
  });

  it('lets the printed form of a number win, and keeps what the model wrote', async () => {
    replies = [say(JSON.stringify({ ...rightAnswer, total: 14999 }))];
    const { data, fields } = await extract();
    expect(data).toMatchObject({ total: 149.99 });
    expect(fields['/total']).toMatchObject({ value: 149.99, proposed: 14999, grounded: true });
    expect((await extract({}, { normalise: false })).data).toMatchObject({ total: 14999 });
  });

  it('asks with the schema in strict form: every key required, whatever may be absent nullable', async () => {
    replies = [say(JSON.stringify(rightAnswer))];
    await extract({ apiKey: 'sk-secret', headers: { 'x-team': 'a' } }, { temperature: 0.5, seed: 7, maxOutputTokens: 99 });
    const { body, headers, url } = received[0]!;
    expect(url).toBe('/v1/chat/completions');
    expect(headers).toMatchObject({ authorization: 'Bearer sk-secret', 'x-team': 'a' });
    expect(body).toMatchObject({ model: 'some-model', temperature: 0.5, seed: 7, max_tokens: 99, stream: false });
    expect(body.messages.at(-1)).toEqual({ role: 'user', content: text });
    expect(body.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: {
        name: 'An_order',
        strict: true,
        schema: {
          required: ['order_id', 'total', 'date', 'phone', 'tags'],
          additionalProperties: false,
          properties: { total: { type: ['number', 'null'] } },
        },
      },
    });
  });

  it('lets required values be null unless they are known to be there, and reports them as missing', async () => {
    replies = [say(JSON.stringify({ ...rightAnswer, total: null }))];
    expect(await extract()).toMatchObject({ valid: false, errors: [{ code: 'missing_field', pointer: '/total' }] });
    await extract({}, { required: 'trust' });
    expect(received[1]!.body.response_format!.json_schema!.schema).toMatchObject({ properties: { total: { type: 'number' } } });
  });

  it('asks in simpler ways where a server knows no schemas', async () => {
    replies = [say(`\`\`\`json\n${JSON.stringify(rightAnswer)}\n\`\`\``)];
    expect((await extract({ responseFormat: 'none' })).data).toMatchObject({ order_id: '12345' });
    await extract({ responseFormat: 'json_object' });
    expect(received.map(({ body }) => body.response_format)).toEqual([undefined, { type: 'json_object' }]);
  });

  it('makes the probability of a value from those of its tokens', async () => {
    const tokens = ['{"order_id":"', '123', '45', '","total":', '149.99', ',"date":', 'null', ',"phone":null', ',"tags":[]}'];
    const logprobs = { content: tokens.map((token, at) => ({ token, logprob: Math.log(1 - at / 10) })) };
    replies = [say(tokens.join(''), {}, { logprobs })];
    const { fields } = await extract({ logprobs: true });
    expect(received[0]!.body.logprobs).toBe(true);
    // The quote before the value and the one behind it belong to tokens that also write it.
    expect(fields['/order_id']!.probability).toBeCloseTo(1 * 0.9 * 0.8 * 0.7);
    expect(fields['/total']!.probability).toBeCloseTo(0.6);
    expect(fields['/date']!.probability).toBeCloseTo(0.4);
  });

  it('gives no probabilities where the tokens do not spell the answer', async () => {
    replies = [say(JSON.stringify(rightAnswer), {}, { logprobs: { content: [{ token: '{', logprob: 0 }] } })];
    expect((await extract({ logprobs: true })).fields['/order_id']!.probability).toBeUndefined();
  });

  it('leaves an answer of another shape to the validation', async () => {
    replies = [say('{"order_id":12345,"total":"much","colour":"red"}')];
    const { valid, errors } = await extract();
    expect(valid).toBe(false);
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/order_id', '/total']));
  });

  it('differs in its digest by server, model and way of asking', () => {
    const digest = (config: Partial<OpenAiEngineConfig>) =>
      createOpenAiEngine({ baseUrl: 'http://a/v1', model: 'm', ...config }).weightsDigest;
    const digests = [digest({}), digest({ baseUrl: 'http://b/v1' }), digest({ model: 'n' }), digest({ responseFormat: 'none' })];
    expect(new Set(digests).size).toBe(4);
    expect(digest({ baseUrl: 'http://a/v1/' })).toBe(digest({}));
  });
});

describe('a server in trouble', () => {
  it('is asked again after 429 and 5xx', async () => {
    replies = [fail(429), fail(500), fail(503), say(JSON.stringify(rightAnswer))];
    expect((await extract()).valid).toBe(true);
    expect(received).toHaveLength(4);
  });

  it('is given the time that it asks for', async () => {
    replies = [fail(429, { 'retry-after': '1' }), say(JSON.stringify(rightAnswer))];
    await extract({ maxRetryDelayMs: 5000 });
    expect(received[1]!.at - received[0]!.at).toBeGreaterThanOrEqual(950);
  });

  it('is not waited for longer than allowed', async () => {
    replies = [fail(429, { 'retry-after': '3600' }), say(JSON.stringify(rightAnswer))];
    expect((await extract()).valid).toBe(true);
  });

  it('is given up after the last try', async () => {
    replies = [fail(500)];
    await expect(extract({ maxRetries: 2 })).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringMatching(/answered 500: not today/),
      details: { status: 500, url: baseUrl, model: 'some-model' },
    });
    expect(received).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 422])('is not asked again after %i', async (status) => {
    replies = [fail(status, {}, '{"error":"model not found"}')];
    await expect(extract()).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringContaining('model not found'),
      details: { status },
    });
    expect(received).toHaveLength(1);
  });

  it('that drops the connection is asked again', async () => {
    replies = [(response) => response.destroy(), say(JSON.stringify(rightAnswer))];
    expect((await extract()).valid).toBe(true);
  });

  it('that is not there is named', async () => {
    await expect(extract({ baseUrl: 'http://127.0.0.1:1/v1', maxRetries: 1 })).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringMatching(/http:\/\/127\.0\.0\.1:1\/v1 cannot be reached/),
    });
  });

  it.each([
    ['before it answers', () => {}],
    [
      'in the middle of its answer',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"choices":');
      },
    ],
  ] as const)('that falls silent %s is given up', async (_, reply) => {
    replies = [reply];
    await expect(extract({ attemptTimeoutMs: 150, maxRetries: 0 })).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringContaining('did not answer within 0.15 s'),
    });
  });

  it.each([
    ['no JSON', (response: ServerResponse) => response.end('<html>proxy error</html>'), /it is not JSON/],
    ['JSON without an answer', (response: ServerResponse) => response.end('{"choices":[]}'), /no text in it/],
    ['null', (response: ServerResponse) => response.end('null'), /no text in it/],
    ['words', say('Sure! The order is 12345.'), /its text is not JSON/],
    ['half an answer', say('{"order_id":"123', {}, { finish_reason: 'length' }), /cut off at its token limit/],
    ['a refusal', say('', {}, { message: { content: null, refusal: 'I will not.' } }), /refused/],
  ] as const)('that answers %s fails with what it said', async (_, reply, message) => {
    replies = [reply as Reply];
    await expect(extract()).rejects.toMatchObject({
      code: 'extraction_failed',
      message: expect.stringMatching(message),
      details: { received: expect.any(String) },
    });
  });

  it('is left at once on abort, and at the time limit of the caller', async () => {
    replies = [() => {}];
    const abort = new AbortController();
    const run = extract({}, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    await expect(extract({}, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
    replies = [fail(503, { 'retry-after': '60' })];
    await expect(extract({ maxRetryDelayMs: 60_000 }, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('is not asked by an engine that was disposed', async () => {
    const engine = createOpenAiEngine({ baseUrl, model: 'm' });
    const extractor = await createExtractor({ engine, cache: false });
    await engine.dispose();
    await engine.dispose();
    await expect(extractor.extract(text, schema)).rejects.toMatchObject({ code: 'disposed' });
  });
});

describe('options of the engine', () => {
  const right = { baseUrl: 'http://127.0.0.1/v1', model: 'm' };

  it.each([
    [{ ...right, baseUrl: 'ftp://x' }, 'baseUrl'],
    [{ ...right, baseUrl: 'secret' }, 'baseUrl'],
    [{ ...right, baseUrl: 'http://user:hunter2@127.0.0.1/v1' }, 'baseUrl'],
    [{ ...right, model: '' }, 'model'],
    [{ ...right, maxRetries: -1 }, 'maxRetries'],
    [{ ...right, attemptTimeoutMs: 0 }, 'attemptTimeoutMs'],
    [{ ...right, responseFormat: 'xml' as 'none' }, 'responseFormat'],
  ])('refuses %o', (config, option) => {
    expect(() => createOpenAiEngine(config)).toThrow(
      expect.objectContaining({ code: 'invalid_request', details: expect.objectContaining({ option }) }),
    );
  });

  it('do not repeat an address that holds a password', () => {
    const create = () => createOpenAiEngine({ ...right, baseUrl: 'http://user:hunter2@127.0.0.1/v1' });
    expect(create).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }));
  });

  it('refuse no schema, and say that all is checked after', () => {
    const report = createOpenAiEngine(right).checkSchema({ type: 'object', properties: { a: { type: 'string', pattern: '^(?=a)b' } } });
    expect(report.supported).toBe(true);
    expect(report.findings.map(({ verdict }) => verdict)).not.toContain('refused');
    expect(report.findings.length).toBeGreaterThan(0);
  });
});
