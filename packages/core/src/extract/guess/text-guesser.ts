import type { ValueGuesser } from '../../decode/drafts/value-guesser.js';
import { unescapePointerSegment } from '../../json/json-pointer.js';
import { acceptsNull, type JsonSchema, typeWithoutNull } from '../../schema/json-schema.js';
import { subschemasAt } from '../string-policy.js';
import type { Guess, TextReadings } from './text-readings.js';

/** Values of one kind beside a label stand at most this far behind it, in UTF-16 units. */
const REACH = 40;
const MAX_STRING = 80;
const MAX_CANDIDATES = 4;
/** A copied value ends at the end of its line, or at what parts it from the next. */
const VALUE_END = /\r?\n|\t| {2}|[,;()[\]{}|<>"]|\.(?:\s|$)/u;

/** Guesses values out of one text: what stands beside a label, else what comes next in the text. */
export class TextGuesser implements ValueGuesser {
  readonly #readings: TextReadings;
  readonly #schema: JsonSchema;

  /** @param schema - what the answer is held to */
  constructor(readings: TextReadings, schema: JsonSchema) {
    this.#readings = readings;
    this.#schema = schema;
  }

  candidates(pointer: string, after: number): readonly string[] {
    const subschemas = subschemasAt(this.#schema, pointer);
    const [schema] = subschemas;
    if (!schema) return [];
    const isNullable = acceptsNull(schema, this.#schema);
    const beside = this.#readings.labels.valueAfter(keyOf(pointer));
    const guessed = subschemas.flatMap((one) => this.#guess(one, beside, after)).slice(0, MAX_CANDIDATES);
    if (!isNullable) return guessed;
    return beside < 0 ? ['null', ...guessed] : [...guessed, 'null'];
  }

  #guess(schema: JsonSchema, beside: number, after: number): string[] {
    if (Array.isArray(schema.enum)) return this.#guessEnum(schema.enum);
    switch (typeWithoutNull(schema)) {
      case 'array':
        return ['['];
      case 'object':
        return ['{'];
      case 'boolean':
        return beside < 0 ? [] : ['true', 'false'];
      case 'number':
      case 'integer':
        return this.#near(this.#readings.of('number'), beside, after);
      case 'string':
        return this.#guessString(schema.format, beside, after);
      default:
        return [];
    }
  }

  #guessEnum(values: readonly unknown[]): string[] {
    const text = this.#readings.text.toLowerCase();
    return values.filter((value) => typeof value === 'string' && text.includes(value.toLowerCase())).map((value) => JSON.stringify(value));
  }

  #guessString(format: unknown, beside: number, after: number): string[] {
    if (format === 'date' || format === 'date-time' || format === 'time') return this.#near(this.#readings.of(format), beside, after);
    if (beside < 0) return [];
    const rest = this.#readings.text.slice(beside, beside + MAX_STRING);
    const end = VALUE_END.exec(rest)?.index ?? rest.length;
    const stretch = rest.slice(0, end).trimEnd();
    return stretch === '' ? [] : [JSON.stringify(stretch)];
  }

  /** Those just behind the label first, then those that come next in the text. */
  #near(guesses: readonly Guess[], beside: number, after: number): string[] {
    const labelled = beside < 0 ? [] : guesses.filter(({ start }) => start >= beside - 1 && start <= beside + REACH);
    const following = guesses.filter(({ start }) => start >= after);
    return [...new Set([...labelled, ...following].slice(0, MAX_CANDIDATES).map(({ json }) => json))];
  }
}

function keyOf(pointer: string): string {
  const steps = pointer.split('/').slice(1).map(unescapePointerSegment);
  return steps.findLast((step) => !/^\d+$/.test(step)) ?? '';
}
