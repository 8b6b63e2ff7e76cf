import type { Generation } from '../decode/generation.js';
import type { DecodedLeaf } from '../decode/leaf.js';
import { SourceText } from '../decode/source-text.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { pruneAnswer } from './answer-schema.js';
import type { EngineAnswer } from './engine.js';
import { atPointer } from './json-pointer.js';
import type { ExtractedField, JsonValue } from './types.js';

interface Context {
  readonly text: string;
  readonly schema: JsonSchema;
  readonly usage: EngineAnswer['usage'];
}

/** Where a verbatim value stands: its place is known from decoding, nothing is searched. */
function spanOf(leaf: DecodedLeaf, source: SourceText): Pick<ExtractedField, 'printed' | 'start' | 'end'> | undefined {
  const from = leaf.sourceStarts?.[0];
  if (from === undefined || leaf.sourceLength === undefined) return undefined;
  const start = source.unitOf[from]!;
  const end = source.unitOf[from + leaf.sourceLength]!;
  return { printed: source.text.slice(start, end), start, end };
}

/** Turns a finished generation into data, fields and what is missing. */
export function readAnswer(generation: Generation, { text, schema, usage }: Context): EngineAnswer {
  const answer: unknown = JSON.parse(generation.text);
  const source = new SourceText(text);
  const missing: string[] = [];
  const data = pruneAnswer(answer, schema, (pointer, isRequired) => {
    if (isRequired) missing.push(pointer);
  });
  const fields: Record<string, ExtractedField> = {};
  for (const leaf of generation.leaves) {
    const value = atPointer(answer, leaf.pointer) as JsonValue;
    const probability = Math.exp(leaf.logProbability);
    if (value === null) fields[leaf.pointer] = { value, grounded: false, probability, reason: 'absent' };
    else {
      const span = spanOf(leaf, source);
      fields[leaf.pointer] = { value, ...span, grounded: span !== undefined, probability };
    }
  }
  return { data, fields, missing, truncated: generation.isTruncated, usage };
}
