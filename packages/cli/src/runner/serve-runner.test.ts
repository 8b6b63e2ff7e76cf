import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { RunnerMessage, RunRequest } from './messages.js';
import { type RunnerChannel, serveRunner } from './serve-runner.js';

/** The two ends of the channel in one process; the extraction behind it is the real one. */
class Channel extends EventEmitter implements RunnerChannel {
  exitCode: number | undefined;
  readonly parts: unknown[] = [];
  readonly answer = new Promise<RunnerMessage>((resolve) => {
    this.send = (message) => {
      if ('part' in message) this.parts.push(message.part);
      else resolve(message);
      return true;
    };
  });
  declare send: (message: RunnerMessage) => boolean;
  exit(code: number): void {
    this.exitCode = code;
  }
}

function ask(request: RunRequest, channel = new Channel()): Promise<RunnerMessage> {
  serveRunner(channel);
  channel.emit('message', request);
  return channel.answer;
}

const schema = { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] };

describe('serveRunner', () => {
  it('extracts with the embedded model and measures the run', async () => {
    const message = await ask({ text: 'Order #12345 by John Doe', schema, temperature: 0, seed: 1, cache: false });
    expect(message).toMatchObject({
      result: { extraction: { data: { order_id: '12345' }, valid: true }, loadMs: expect.any(Number), peakMemoryBytes: expect.any(Number) },
    });
    // It must survive the way to the other process.
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
  });

  it('sends what is final ahead where that is asked for', async () => {
    const channel = new Channel();
    const fields = { order_id: { type: 'string' }, customer: { type: 'string' }, phone: { type: 'string' } };
    const text = 'Order #12345 by John Doe';
    const message = await ask({ text, schema: { type: 'object', properties: fields }, stream: true }, channel);
    expect(message).toMatchObject({ result: { extraction: { data: { order_id: '12345', customer: 'John Doe' } } } });
    expect(channel.parts[0]).toEqual({ data: { order_id: '12345' }, closed: ['/order_id'] });
    for (const part of channel.parts) expect((part as { closed: string[] }).closed).not.toContain('');
  });

  it.each([
    ['invalid_schema', { text: 'text', schema: { type: 'objekt' } }],
    ['model_not_installed', { text: 'text', schema, model: 'gpt-4' }],
    ['invalid_request', { text: 'text', schema, temperature: 9 }],
  ])('answers %s as plain data', async (code, request) => {
    const message = await ask(request);
    expect(message).toMatchObject({ failure: { code, message: expect.any(String), stack: expect.any(String) } });
    expect(JSON.parse(JSON.stringify(message))).toMatchObject({ failure: { code } });
  });

  it('ends where the command is gone, and leaves Ctrl-C to the command', () => {
    const channel = new Channel();
    serveRunner(channel);
    expect(channel.listenerCount('SIGINT')).toBe(1);
    channel.emit('disconnect');
    expect(channel.exitCode).toBe(1);
  });
});
