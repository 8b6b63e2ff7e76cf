import type { ValueGuesser } from '../../decode/drafts/value-guesser.js';
import { unescapePointerSegment } from '../../json/json-pointer.js';
import { findDatesIn, findDateTimes, findNumbersIn, findTimesIn, type PrintedSpan, scanText } from '../../normalise/index.js';
import { acceptsNull, type JsonSchema, typeWithoutNull } from '../../schema/json-schema.js';
import { subschemasAt } from '../string-policy.js';
import { LabelPlaces } from './label-places.js';

interface Guess extends PrintedSpan {
  readonly json: string;
}

/** Values of one kind beside a label stand at most this far behind it, in UTF-16 units. */
const REACH = 40;
const MAX_STRING = 80;
const MAX_CANDIDATES = 4;
/** A copied value ends at the end of its line, or at what parts it from the next. */
const VALUE_END = /\r?\n|\t| {2}|[,;()[\]{}|<>"]|\.(?:\s|$)/u;

/** Guesses values out of one text: what stands beside a label, else what comes next in the text. */
export class TextGuesser implements ValueGuesser {
  readonly #text: string;
  readonly #schema: JsonSchema;
  readonly #labels: LabelPlaces;
  readonly #byKind = new Map<string, readonly Guess[]>();

  /** @param schema - what the answer is held to */
  constructor(text: string, schema: JsonSchema) {
    this.#text = text;
    this.#schema = schema;
    this.#labels = new LabelPlaces(text);
  }

  candidates(pointer: string, after: number): readonly string[] {
    const subschemas = subschemasAt(this.#schema, pointer);
    const [schema] = subschemas;
    if (!schema) return [];
    const isNullable = acceptsNull(schema, this.#schema);
    const beside = this.#labels.valueAfter(keyOf(pointer));
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
        return this.#near(this.#readings('number'), beside, after);
      case 'string':
        return this.#guessString(schema.format, beside, after);
      default:
        return [];
    }
  }

  #guessEnum(values: readonly unknown[]): string[] {
    const text = this.#text.toLowerCase();
    return values.filter((value) => typeof value === 'string' && text.includes(value.toLowerCase())).map((value) => JSON.stringify(value));
  }

  #guessString(format: unknown, beside: number, after: number): string[] {
    if (format === 'date' || format === 'date-time' || format === 'time') return this.#near(this.#readings(format), beside, after);
    if (beside < 0) return [];
    const rest = this.#text.slice(beside, beside + MAX_STRING);
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

  #readings(kind: 'number' | 'date' | 'date-time' | 'time'): readonly Guess[] {
    const known = this.#byKind.get(kind);
    if (known) return known;
    const read = this.#read(kind);
    this.#byKind.set(kind, read);
    return read;
  }

  #read(kind: 'number' | 'date' | 'date-time' | 'time'): Guess[] {
    const scan = scanText(this.#text, {});
    const asText = (reading: PrintedSpan & { readonly value: string }): Guess => ({ ...reading, json: JSON.stringify(reading.value) });
    if (kind === 'number')
      return findNumbersIn(scan)
        .filter(({ isFragment }) => !isFragment)
        .map((reading) => ({ ...reading, json: JSON.stringify(reading.value) }));
    if (kind === 'date') return findDatesIn(scan).map(({ reading }) => asText(reading));
    // The model writes times without seconds, see answerGrammarOptions.
    if (kind === 'time') return findTimesIn(scan).map(({ reading }) => asText({ ...reading, value: reading.value.slice(0, 5) }));
    return findDateTimes(this.#text).map(asText);
  }
}

function keyOf(pointer: string): string {
  const steps = pointer.split('/').slice(1).map(unescapePointerSegment);
  return steps.findLast((step) => !/^\d+$/.test(step)) ?? '';
}
