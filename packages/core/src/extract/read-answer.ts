import { type Calibration, noCalibration } from '../calibrate/index.js';
import type { Generation } from '../decode/generation.js';
import type { DecodedLeaf } from '../decode/leaf.js';
import type { SourceText } from '../decode/source-text.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { pruneAnswer } from './answer-schema.js';
import type { EngineAnswer, EngineRequest } from './engine.js';
import { atPointer, setAtPointer } from './json-pointer.js';
import { isCopiedAt } from './leaf-description.js';
import { readFields } from './read-fields.js';
import { isRequiredAt } from './required-leaves.js';

/** One pass of the model over a text. */
export interface Attempt {
  readonly generation: Generation;
  readonly modelCalls: number;
  readonly source: SourceText;
}

interface Reading {
  readonly request: EngineRequest;
  readonly schema: JsonSchema;
  readonly inputTokens: number;
  /** @default none: probabilities stay raw */
  readonly calibration?: Calibration;
}

const isAtLeast = (probability: number, leaf: DecodedLeaf | undefined) =>
  leaf !== undefined && Math.exp(leaf.logProbability) >= probability;

/** Pointers of the required values that are doubtful: a second look may take them out. */
export function pointersInDoubt(generation: Generation, schema: JsonSchema, calibration: Calibration = noCalibration): string[] {
  return generation.leaves.filter((leaf) => !isBeyondDoubt(leaf, schema, calibration)).map(({ pointer }) => pointer);
}

/**
 * Whether a required value is doubtful enough to be asked for once more. The threshold belongs to the model: see `scripts/fit-calibration.ts`.
 */
export function hasDoubtfulRequired(generation: Generation, schema: JsonSchema, calibration: Calibration = noCalibration): boolean {
  const { below } = calibration.secondLook;
  return generation.leaves.some((leaf) => !isAtLeast(below, leaf) && isRequiredAt(schema, leaf.pointer));
}

/** Whether no second look can take a value out, whatever it says. */
export const isBeyondDoubt = (leaf: DecodedLeaf, schema: JsonSchema, { secondLook }: Calibration): boolean =>
  isAtLeast(secondLook.keepFrom, leaf) || !isRequiredAt(schema, leaf.pointer);

/** A copied string without a character stands for a value that the text does not give. */
export const isEmptyCopy = (leaf: DecodedLeaf, value: unknown, { request, schema }: Pick<Reading, 'request' | 'schema'>): boolean =>
  value === '' && request.verbatim && isCopiedAt(schema, leaf.pointer);

interface Settled {
  readonly answer: unknown;
  readonly leaves: readonly DecodedLeaf[];
}

/** Takes out what the second look, with nothing required, did not find; such a leaf is as sure as that look was. */
function takeOutUnfound(answer: unknown, first: Generation, second: Generation, { schema, calibration = noCalibration }: Reading): Settled {
  const { absentFrom } = calibration.secondLook;
  const other: unknown = JSON.parse(second.text);
  const otherLeaves = new Map(second.leaves.map((leaf) => [leaf.pointer, leaf]));
  let result = answer;
  const leaves = first.leaves.map((leaf) => {
    if (isBeyondDoubt(leaf, schema, calibration)) return leaf;
    const otherLeaf = otherLeaves.get(leaf.pointer);
    if (atPointer(other, leaf.pointer) !== null || !isAtLeast(absentFrom, otherLeaf)) return leaf;
    result = setAtPointer(result, leaf.pointer, null);
    return otherLeaf!;
  });
  return { answer: result, leaves };
}

/**
 * Turns one or two attempts into data, fields and what is missing. The first attempt is the answer; a second one, with nothing required,
 * says which required values are not in the text, or is the answer where the first had to give up.
 */
export function readAnswer(attempts: readonly [Attempt] | readonly [Attempt, Attempt], reading: Reading): EngineAnswer {
  const [first, second] = attempts;
  const chosen = second && first.generation.isHopeless ? second : first;
  const whole: unknown = JSON.parse(chosen.generation.text);
  const settled =
    second && chosen === first
      ? takeOutUnfound(whole, first.generation, second.generation, reading)
      : { answer: whole, leaves: chosen.generation.leaves };
  reading.request.onDecoded?.(settled.leaves);
  let { answer } = settled;
  for (const leaf of settled.leaves) {
    if (isEmptyCopy(leaf, atPointer(answer, leaf.pointer), reading)) answer = setAtPointer(answer, leaf.pointer, null);
  }
  const { schema, request, calibration = noCalibration } = reading;
  const read = readFields({ answer, leaves: settled.leaves, source: chosen.source, schema, request, calibration });
  const missing: string[] = [];
  const data = pruneAnswer(read.answer, schema, (pointer, isRequired) => {
    if (isRequired) missing.push(pointer);
  });
  const sum = (count: (attempt: Attempt) => number) => attempts.reduce((total, attempt) => total + count(attempt), 0);
  return {
    data,
    fields: read.fields,
    missing,
    truncated: chosen.generation.isTruncated,
    usage: {
      inputTokens: reading.inputTokens * attempts.length,
      outputTokens: sum(({ generation }) => generation.outputTokens),
      modelCalls: sum(({ modelCalls }) => modelCalls),
    },
  };
}
