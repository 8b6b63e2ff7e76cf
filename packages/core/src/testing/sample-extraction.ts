import type { Extraction } from '../extract/types.js';

/** A small, complete extraction, as an engine would give it. Members can be replaced. */
export function createSampleExtraction(members: Partial<Extraction> = {}): Extraction {
  const printed = '12345';
  return {
    id: 'ext_sample',
    object: 'extraction',
    created: 1_750_000_000,
    model: 'sample-model',
    data: { order_id: printed },
    valid: true,
    errors: [],
    fields: { '/order_id': { value: printed, printed, start: 7, end: 12, grounded: true, probability: 0.98 } },
    usage: { inputTokens: 40, outputTokens: 8, totalTokens: 48, modelCalls: 3 },
    latencyMs: 85.5,
    cached: false,
    ...members,
  };
}
