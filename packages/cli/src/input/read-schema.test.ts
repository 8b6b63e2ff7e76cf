import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { checkSchemaSource, readSchema } from './read-schema.js';

const read = (json: string) =>
  readSchema({ schema: '-' }, { stdin: Readable.from([Buffer.from(json)]), signal: new AbortController().signal });

describe('readSchema', () => {
  it('reads an object', async () => {
    expect(await read('\ufeff{"type":"object"}\n')).toEqual({ type: 'object' });
  });

  it.each([
    ['{"type": "object",}', 'line 1, column 19'],
    ['{\n  "type": "object"\n  "x": 1\n}', 'line 3, column 3'],
    ['{"type":', 'it ends early (line 1, column 9)'],
    ['', 'it ends early'],
  ])('shows where %j is not JSON', async (json, place) => {
    const error = await read(json).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_schema' });
    expect((error as Error).message).toContain(place);
  });

  it.each(['[]', 'true', '"x"', 'null'])('refuses %s, which is JSON but no schema', async (json) => {
    await expect(read(json)).rejects.toMatchObject({
      code: 'invalid_schema',
      message: 'stdin is not a JSON Schema: it must hold an object',
    });
  });
});

describe('checkSchemaSource', () => {
  it.each([
    [{}, false, /what to extract is missing/],
    [{ schema: 'a', fields: 'b' }, false, /not both/],
    [{ schema: '-' }, true, /stdin cannot be both/],
  ])('refuses %j', (source, textIsStdin, message) => {
    expect(() => checkSchemaSource(source, textIsStdin)).toThrow(message);
  });

  it('allows the schema on stdin beside a text argument', () => {
    expect(() => checkSchemaSource({ schema: '-' }, false)).not.toThrow();
  });
});
