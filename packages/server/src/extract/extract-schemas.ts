import { z } from 'zod';
import { errorBody } from '../http/error-body.js';
import { replySchema, requestSchema } from '../http/named-schemas.js';

const MAX_BATCH_ITEMS = 100;
const MAX_THRESHOLDS = 200;
const jsonSchema = z.record(z.string(), z.unknown()).describe('JSON Schema, draft-07 to 2020-12');
const fields = z.string().min(1).max(10_000).describe('shorthand: "name, total:number, due:date?, items[]: {name, price:number}"');
const document = z.strictObject({
  data: z.base64().describe('the bytes, base64'),
  type: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('media type, or pdf, docx, xlsx, png, html, …; found out from the bytes where it is not given'),
});

const source = {
  text: z.string().optional(),
  document: document.optional().describe('instead of text'),
};
const wanted = {
  schema: jsonSchema.optional(),
  fields: fields.optional().describe('instead of schema'),
};
const pattern = z.string().regex(/^\//, 'must be a JSON pointer').max(1000);
const rule = z.union([
  z
    .strictObject({
      sum: z.array(pattern).min(1).max(50),
      equals: pattern,
      tolerance: z.number().min(0).optional().describe('greatest difference that still passes. Default 0'),
    })
    .describe('the numbers at `sum` add up to the one at `equals`'),
  z.strictObject({ before: z.tuple([pattern, pattern]) }).describe('the first place is not after the second'),
]);
const probability = z.number().min(0).max(1);
const thresholds = z
  .record(
    z
      .string()
      .regex(/^(\/|$)/)
      .max(1000),
    probability,
  )
  .refine((value) => Object.keys(value).length <= MAX_THRESHOLDS, `at most ${MAX_THRESHOLDS} pointers`);
const referenceDate = z.iso
  .date()
  .optional()
  .describe('the day on which the text was written: without it "tomorrow" and days without a year are not read');

/** How texts are read: core's options under the names of the API. */
const reading = {
  temperature: z.number().min(0).max(2).optional().describe('default 0'),
  seed: z.int().min(0).max(0xffff_ffff).optional().describe('with a temperature above 0: same seed, same result'),
  max_output_tokens: z.int().min(1).max(4096).optional(),
  verbatim: z.boolean().optional().describe('false: strings need not stand in the text letter for letter. Default true'),
  required: z
    .enum(['verify', 'trust'])
    .optional()
    .describe('verify: a required value that the model is not sure of is asked for again, and may be missing. Default verify'),
  normalise: z.boolean().optional().describe('false: numbers, dates and times stay as the model wrote them. Default true'),
  date_order: z.enum(['dmy', 'mdy', 'ymd']).optional().describe('how 03/04/2024 is read. Default: what the text tells'),
  decimal_mark: z.enum(['.', ',']).optional().describe('how 1.234 is read. Default: what the text tells'),
  reference_date: referenceDate,
  min_probability: z
    .union([probability, thresholds])
    .optional()
    .describe(
      'less probable values are left out: one number, or JSON pointers (`*` for any index or name) with a number each, the first that fits',
    ),
  rules: z
    .array(rule)
    .max(50)
    .optional()
    .describe(
      'rules across fields, by JSON pointers with `*` for any index or name; what breaks one is in `validation.errors` as failed_rule',
    ),
};
const options = {
  model: z.string().min(1).max(200).optional().describe('id of GET /v1/models'),
  ...reading,
  cache: z.boolean().optional().describe('false: the model runs, also where the result is known. Default true'),
  validate: z.boolean().optional().describe('false: the answer says nothing about validity. Default true'),
  strict: z.boolean().optional().describe('422 where the data does not fit the schema'),
  return_confidence: z.boolean().optional().describe('adds `confidence` of the record, and `fields` with that of each value'),
  return_spans: z
    .boolean()
    .optional()
    .describe('adds `fields` with the place of each value in the text, and `document` with the pages where one was given'),
  offsets: z.enum(['utf16', 'bytes', 'codepoints']).optional().describe('what `start` and `end` count. Default utf16'),
  return_text: z.boolean().optional().describe('adds `document.text`, the text that was read from the document'),
};

const hasOneSource = (value: { text?: unknown; document?: unknown }) => (value.text === undefined) !== (value.document === undefined);
const hasBoth = (value: { schema?: unknown; fields?: unknown }) => value.schema !== undefined && value.fields !== undefined;
const isStrictUnchecked = (value: { strict?: boolean; validate?: boolean }) => value.strict === true && value.validate === false;

export const extractRequest = requestSchema(
  'ExtractRequest',
  z
    .strictObject({ ...source, ...wanted, ...options })
    .refine(hasOneSource, 'give either text or document')
    .refine((value) => (value.schema === undefined) !== (value.fields === undefined), 'give either schema or fields')
    .refine((value) => !isStrictUnchecked(value), 'strict needs validate'),
);
export type ExtractRequest = z.output<typeof extractRequest>;

const batchItem = requestSchema(
  'BatchItem',
  z
    .strictObject({ custom_id: z.string().min(1).max(200), ...source, ...wanted, reference_date: referenceDate })
    .refine(hasOneSource, 'give either text or document')
    .refine((value) => !hasBoth(value), 'give either schema or fields'),
);

export const batchRequest = requestSchema(
  'BatchRequest',
  z
    .strictObject({ items: z.array(batchItem).min(1).max(MAX_BATCH_ITEMS), ...wanted, ...options })
    .refine((value) => !hasBoth(value), 'give either schema or fields')
    .refine((value) => !isStrictUnchecked(value), 'strict needs validate')
    .refine((value) => new Set(value.items.map((item) => item.custom_id)).size === value.items.length, 'each custom_id may stand once')
    .refine(
      (value) =>
        value.schema !== undefined ||
        value.fields !== undefined ||
        value.items.every((item) => item.schema !== undefined || item.fields !== undefined),
      'give schema or fields, for all items or in each of them',
    ),
);
export type BatchRequest = z.output<typeof batchRequest>;

const validationError = z.object({
  code: z.string(),
  pointer: z.string().describe('JSON pointer into `extracted`'),
  pointers: z.array(z.string()).optional().describe('all values that a failed rule looked at'),
  keyword: z.string().optional(),
  message: z.string(),
});

const usage = replySchema('TokenUsage', z.object({ input_tokens: z.int(), output_tokens: z.int(), total_tokens: z.int() }));

const box = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .describe('from the upper left corner of the page, in its unit');
const page = z.object({
  number: z.int().describe('from 1'),
  start: z.int().describe('where its text begins'),
  end: z.int(),
  width: z.number().optional(),
  height: z.number().optional(),
  unit: z.enum(['pt', 'px', 'cell']).optional().describe('of width, height and boxes'),
  name: z.string().optional().describe('of a sheet'),
  recognised: z.boolean().describe('read from an image'),
  confidence: z.number().optional().describe('of the recognised words'),
});
const readDocument = replySchema(
  'ReadDocument',
  z.object({
    type: z.string(),
    pages: z.array(page).optional().describe('with return_spans'),
    text: z.string().optional().describe('with return_text'),
  }),
);

export const extractionReply = replySchema(
  'Extraction',
  z.object({
    id: z.string(),
    object: z.literal('extraction'),
    created: z.int().describe('Unix time in seconds'),
    model: z.string(),
    extracted: z.unknown(),
    validation: z
      .object({ valid: z.boolean(), errors: z.array(validationError) })
      .nullable()
      .describe('null with validate: false'),
    fields: z
      .record(
        z.string(),
        z.object({
          value: z.unknown(),
          confidence: z.number().optional(),
          printed: z.string().optional(),
          start: z.int().optional(),
          end: z.int().optional(),
          places: z
            .array(z.object({ page: z.int(), box: box.optional() }))
            .optional()
            .describe('on the pages of the document, one for each line'),
          proposed: z.unknown().optional().describe('what the model wrote, where `value` is something else'),
          reason: z.enum(['absent', 'ambiguous', 'below_threshold', 'failed_rule']).optional().describe('why the value is null'),
        }),
      )
      .optional()
      .describe('by JSON pointer, on request'),
    confidence: z.number().optional().describe('of the whole record, on request'),
    document: readDocument.optional().describe('what was read, on request'),
    usage,
    latency_ms: z.int(),
    cached: z.boolean(),
  }),
);
export type ExtractionReply = z.output<typeof extractionReply>;

const batchResult = replySchema(
  'BatchResult',
  z.object({
    custom_id: z.string(),
    status: z.enum(['succeeded', 'failed']),
    extraction: extractionReply.optional(),
    error: errorBody.shape.error.optional(),
  }),
);
export type BatchResult = z.output<typeof batchResult>;

export const batchReply = replySchema(
  'Batch',
  z.object({
    id: z.string(),
    object: z.literal('extraction.batch'),
    created: z.int(),
    results: z.array(batchResult).describe('in the order of the items'),
    counts: z.object({ total: z.int(), succeeded: z.int(), failed: z.int() }),
    usage,
  }),
);

export const modelsReply = replySchema(
  'Models',
  z.object({ object: z.literal('list'), data: z.array(z.object({ id: z.string(), object: z.literal('model'), owned_by: z.string() })) }),
);

export const schemaCheckRequest = requestSchema(
  'SchemaCheckRequest',
  z.strictObject(wanted).refine((value) => (value.schema === undefined) !== (value.fields === undefined), 'give either schema or fields'),
);

export const schemaCheckReply = replySchema(
  'SchemaReport',
  z.object({
    object: z.literal('schema_report'),
    supported: z.boolean(),
    findings: z.array(
      z.object({ pointer: z.string(), keyword: z.string(), verdict: z.enum(['enforced', 'checked', 'refused']), reason: z.string() }),
    ),
    schema: jsonSchema.describe('the schema that was looked at; of interest where `fields` was given'),
  }),
);
