/**
 * Writes down what the embedded model answers to labelled texts, with raw probabilities: `npx tsx scripts/collect-leaves.ts OUT.jsonl
 * a=FIRST.jsonl b=SECOND.jsonl [--count 350]`. The inputs are draws of the training data's generator with seeds that the weights have not seen, one
 * JSON object a line with `id`, `text`, `schema`, `output`; the name before `=` becomes `set`. Goes on where an earlier run stopped.
 */
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { DecodedLeaf, LeafEvidence } from '../packages/core/src/decode/leaf.js';
import { createEmbeddedEngine } from '../packages/core/src/extract/embedded-engine.js';
import type { JsonSchema, JsonValue } from '../packages/core/src/extract/types.js';
import { type LeafRecord, type Look, readRecords } from './calibration/leaf-records.js';

interface LabelledText {
  readonly id: string;
  readonly text: string;
  readonly schema: JsonSchema;
  readonly output: JsonValue;
}

const modelFolder = fileURLToPath(new URL('../packages/model-135m', import.meta.url));
/** Every third text is asked for three times: as it is, with everything required, and with nothing. */
const ASKED_THRICE = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '350' }, once: { type: 'boolean', default: false } },
});
const [out, ...inputs] = positionals;
if (out === undefined || inputs.length === 0)
  throw new Error('usage: npx tsx scripts/collect-leaves.ts OUT.jsonl a=FIRST.jsonl [b=SECOND.jsonl] [--count 350]');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same weights without a calibration: probabilities come out raw. */
function withoutCalibration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'maaza-raw-'));
  for (const file of readdirSync(modelFolder))
    if (/\.(bin|onnx)$|^tokenizer/.test(file)) copyFileSync(join(modelFolder, file), join(folder, file));
  const { calibration: _, ...manifest } = JSON.parse(readFileSync(join(modelFolder, 'model.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest));
  return folder;
}

/** The schema with every property required, or none; a value that is required is not null. */
function withRequired(schema: JsonSchema, isEvery: boolean): JsonSchema {
  const { required: _, ...copy } = schema as Record<string, unknown>;
  if (Array.isArray(copy.type)) {
    const types = copy.type.filter((type) => type !== 'null');
    copy.type = types.length === 1 ? types[0] : types;
  }
  if (Array.isArray(copy.enum)) copy.enum = copy.enum.filter((option) => option !== null);
  if (isObject(copy.properties)) {
    copy.properties = Object.fromEntries(
      Object.entries(copy.properties).map(([key, each]) => [key, withRequired(each as JsonSchema, isEvery)]),
    );
    if (isEvery) copy.required = Object.keys(copy.properties as object);
  }
  if (isObject(copy.items)) copy.items = withRequired(copy.items, isEvery);
  return copy;
}

function lacksAny(schema: JsonSchema, value: unknown): boolean {
  if (!isObject(schema.properties)) return false;
  const given = isObject(value) ? value : {};
  return Object.entries(schema.properties).some(([key, each]) => (given[key] ?? null) === null || lacksAny(each as JsonSchema, given[key]));
}

const folder = withoutCalibration();
const engine = await createEmbeddedEngine({ modelDirectory: folder });

async function look(text: string, schema: JsonSchema): Promise<Look> {
  const evidence: Record<string, LeafEvidence> = {};
  const request = {
    text,
    schema,
    temperature: 0,
    seed: 0,
    verbatim: true,
    maxOutputTokens: 700,
    required: 'trust' as const,
    normalise: false,
    onDecoded: (leaves: readonly DecodedLeaf[]) => {
      for (const leaf of leaves) if (leaf.evidence) evidence[leaf.pointer] = leaf.evidence;
    },
  };
  try {
    const { data, fields, truncated } = await engine.extract(request);
    return { schema, data: data as JsonValue, fields, truncated, evidence };
  } catch (error) {
    return { schema, data: null, fields: {}, evidence, truncated: false, error: (error as Error).message };
  }
}

try {
  const done = new Set(existsSync(out) ? readRecords(out).map(({ set, id }) => `${set}/${id}`) : []);
  const sets = inputs.map((input) => {
    const [set, file] = input.split('=') as [string, string];
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return { set, texts: lines.map((line) => JSON.parse(line) as LabelledText) };
  });
  for (let at = 0; at < Number(values.count); at++) {
    for (const { set, texts } of sets) {
      const item = texts[at];
      const id = `${at}-${item?.id}`;
      if (item === undefined || done.has(`${set}/${id}`)) continue;
      const { text, schema, output } = item;
      const every = withRequired(schema, true);
      const twice = !values.once && at % ASKED_THRICE === 0 && lacksAny(schema, output);
      const record: LeafRecord = {
        ...{ set, id, text, schema, expected: output },
        asIs: await look(text, schema),
        ...(twice && { allRequired: await look(text, every), noneRequired: await look(text, withRequired(every, false)) }),
      };
      appendFileSync(out, `${JSON.stringify(record)}\n`);
      process.stderr.write(`\r${at + 1} of ${values.count} `);
    }
  }
} finally {
  await engine.dispose();
  rmSync(folder, { recursive: true });
}
