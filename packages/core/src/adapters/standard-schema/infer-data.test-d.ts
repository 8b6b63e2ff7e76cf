import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '../../extract/types.js';
import type { InferData } from './infer-data.js';

describe('InferData', () => {
  it('is what a JSON Schema given as const describes', () => {
    const schema = {
      type: 'object',
      properties: { id: { type: 'string' }, total: { type: ['number', 'null'] }, currency: { enum: ['EUR', 'USD'] } },
      required: ['id', 'total'],
      additionalProperties: false,
    } as const;
    expectTypeOf<InferData<typeof schema>>().toEqualTypeOf<{ id: string; total: number | null; currency?: 'EUR' | 'USD' }>();
  });

  it('is unknown for a schema that is only known at run time', () => {
    expectTypeOf<InferData<JsonSchema>>().toEqualTypeOf<unknown>();
    expectTypeOf<InferData<Record<string, unknown>>>().toEqualTypeOf<unknown>();
  });

  it('is the output type of Zod, after transforms and defaults', () => {
    const schema = z.object({ id: z.string(), when: z.iso.date().transform((text) => new Date(text)), note: z.string().default('') });
    expectTypeOf<InferData<typeof schema>>().toEqualTypeOf<{ id: string; when: Date; note: string }>();
  });

  it('is the output type of Valibot', () => {
    const schema = v.object({ id: v.pipe(v.string(), v.transform(Number)), note: v.optional(v.string(), '') });
    expectTypeOf<InferData<typeof schema>>().toEqualTypeOf<{ id: number; note: string }>();
  });

  it('is the output type of ArkType', () => {
    const schema = type({ id: 'string.numeric.parse', 'note?': 'string' });
    expectTypeOf<InferData<typeof schema>>().toEqualTypeOf<{ id: number; note?: string }>();
  });
});
