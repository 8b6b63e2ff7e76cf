import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { Extractor } from '../extractor.js';
import type { JsonSchema } from '../types.js';
import type { PartialData } from './extraction-stream.js';

declare const extractor: Extractor;

describe('stream', () => {
  it('gives parts with every member optional, and the whole as `extract` does', async () => {
    const schema = {
      type: 'object',
      properties: {
        id: { type: 'string' },
        items: {
          type: 'array',
          items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false },
        },
        total: { type: ['number', 'null'] },
      },
      required: ['id', 'items', 'total'],
      additionalProperties: false,
    } as const;
    const stream = extractor.stream('text', schema);
    for await (const { data, closed } of stream) {
      expectTypeOf(data.id).toEqualTypeOf<string | undefined>();
      expectTypeOf(data.total).toEqualTypeOf<number | null | undefined>();
      expectTypeOf(data.items?.[0]?.name).toEqualTypeOf<string | undefined>();
      expectTypeOf(closed).toEqualTypeOf<readonly string[]>();
    }
    const { data } = await stream.extraction;
    expectTypeOf(data.items).toEqualTypeOf<{ name: string }[]>();
  });

  it('gives parts of the input of a schema library, and its output as the whole', async () => {
    const stream = extractor.stream('text', z.object({ count: z.string().transform(Number), note: z.string().default('') }));
    for await (const { data } of stream)
      expectTypeOf(data).toEqualTypeOf<{ readonly count?: string; readonly note?: string | undefined }>();
    expectTypeOf((await stream.extraction).data).toEqualTypeOf<{ count: number; note: string }>();
  });

  it('knows nothing of a schema that is only known at run time', () => {
    expectTypeOf<PartialData<unknown>>().toEqualTypeOf<unknown>();
    const stream = extractor.stream('text', {} as JsonSchema);
    expectTypeOf<Awaited<typeof stream.extraction>['data']>().toEqualTypeOf<unknown>();
  });
});
