import { createRandom } from '../../packages/core/src/evaluation/random.js';
import type { JsonSchema, JsonValue } from '../../packages/core/src/extract/types.js';

/** A labelled text as the generator draws it. */
export interface Draw {
  /** name of the scenario that wrote it */
  readonly id: string;
  readonly text: string;
  readonly schema: JsonSchema;
  readonly output: JsonValue;
}

type Properties = Readonly<Record<string, JsonSchema>>;
type Members = Readonly<Record<string, JsonValue>>;

interface Hard {
  text: string;
  properties: Record<string, JsonSchema>;
  required: readonly string[];
  expected: Record<string, JsonValue>;
  title?: unknown;
}

const isObject = (value: unknown): value is Record<string, never> => typeof value === 'object' && value !== null && !Array.isArray(value);

const wordsOf = (key: string): string[] =>
  key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    // Plurals are the same word.
    .map((word) => word.replace(/s$/, ''))
    .filter((word) => word !== '');

const typesOf = ({ type }: JsonSchema): unknown[] => (Array.isArray(type) ? type : [type]);
const propertiesOf = (schema: JsonSchema): Properties => (schema.properties ?? {}) as Properties;

const isList = (schema: JsonSchema): boolean => typesOf(schema).includes('array');

/** All keys of a schema, at any depth. */
function* keysOf(schema: JsonSchema): Generator<string> {
  for (const [key, member] of Object.entries(propertiesOf(schema))) {
    yield key;
    yield* keysOf(member);
  }
  if (isObject(schema.items)) yield* keysOf(schema.items);
}

function mapStrings(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)])) : value;
}

function withoutDescriptions(schema: JsonSchema): JsonSchema {
  const { description: _, ...rest } = schema as Record<string, unknown>;
  if (isObject(rest.items)) rest.items = withoutDescriptions(rest.items);
  if (isObject(rest.properties))
    rest.properties = Object.fromEntries(
      Object.entries(rest.properties).map(([key, member]) => [key, withoutDescriptions(member as JsonSchema)]),
    );
  return rest;
}

/** Ways in which a text reaches a reader. */
const FRAMES: readonly ((text: string) => string)[] = [
  (text) => `Hi, could you take a look at this for me?\n\n${text}\n\nThanks!`,
  (text) => `User: ${text}\nAgent: All right, let me see what I can do.\nUser: Great, thank you.`,
  (text) => `> ${text.replaceAll('\n', '\n> ')}\n\nSee above, please.`,
  (text) => `so, ${text} ... you know what I mean`,
  (text) => `FYI - forwarded message:\n${text}\n--\nSent from my phone`,
];
const MOST_SCENARIOS_OF_A_WORD = 8;
const LONGEST_DISTRACTOR = 500;

/** Draws again and again, the same for one seed. */
function createDraws(seed: number) {
  const next = createRandom(seed);
  const below = (count: number): number => Math.floor(next() * count);
  return { chance: (share: number) => next() < share, below, pick: <T>(items: readonly T[]): T => items[below(items.length)]! };
}

/**
 * Makes texts of the generator unlike what the model was trained on, with labels that stay right: parts of the text are cut off and take their
 * facts along, schemas ask for what only other texts give, other texts are joined, labels and descriptions go, letters become small.
 */
export class Hardener {
  readonly #draws: readonly Draw[];
  readonly #plainShare: number;
  readonly #random: ReturnType<typeof createDraws>;
  /** scenario → words of all keys that its draws ask for */
  readonly #words = new Map<string, Set<string>>();
  /** word → scenarios that ask for it */
  readonly #spread = new Map<string, Set<string>>();

  constructor(draws: readonly Draw[], { seed, plainShare }: { readonly seed: number; readonly plainShare: number }) {
    this.#draws = draws;
    this.#plainShare = plainShare;
    this.#random = createDraws(seed);
    for (const { id, schema } of draws) {
      const words = this.#words.get(id) ?? new Set<string>();
      this.#words.set(id, words);
      for (const word of [...keysOf(schema)].flatMap(wordsOf)) {
        words.add(word);
        this.#spread.set(word, (this.#spread.get(word) ?? new Set()).add(id));
      }
    }
  }

  /** @returns the draw as it is for `plainShare` of all */
  harden(draw: Draw): Draw {
    const { chance, pick } = this.#random;
    const { schema, output } = draw;
    if (chance(this.#plainShare) || !isObject(schema.properties) || !isObject(output)) return draw;
    const hard: Hard = {
      text: draw.text,
      properties: { ...propertiesOf(schema) },
      required: (schema.required ?? []) as readonly string[],
      expected: { ...(output as Members) },
      title: schema.title,
    };
    if (chance(0.4)) this.#cut(hard);
    if (chance(0.55)) this.#askForMore(hard, draw.id);
    if (chance(0.15)) this.#removeLabels(hard);
    if (chance(0.2)) this.#join(hard, draw.id);
    if (chance(0.15)) hard.text = pick(FRAMES)(hard.text);
    if (chance(0.15)) this.#makeSmall(hard);
    return this.#toDraw(draw, hard);
  }

  #toDraw({ id, schema }: Draw, { text, properties, required, expected, title }: Hard): Draw {
    const { chance } = this.#random;
    const hardSchema: JsonSchema = {
      ...schema,
      ...(title === undefined ? {} : { title }),
      properties,
      // What is there may be required; what is not there never is.
      required: required.filter((key) => key in properties && (expected[key] ?? null) !== null && chance(0.5)),
    };
    return { id, text, schema: chance(0.25) ? withoutDescriptions(hardSchema) : hardSchema, output: expected };
  }

  /** Keeps a part of the lines or sentences. Facts that only the rest gave are gone; those of which that cannot be told are not asked for. */
  #cut(hard: Hard): void {
    const { chance, below } = this.#random;
    const pieces = hard.text.split(/(?<=\n)|(?<=[.!?] )(?=\p{Lu})/u);
    if (pieces.length < 2) return;
    const from = chance(0.5) ? 0 : below(pieces.length - 1);
    const text = pieces.slice(from, from + 1 + below(Math.min(pieces.length - 1, 5))).join('');
    if (text.trim() === '') return;
    for (const [key, value] of Object.entries(hard.expected)) {
      const left = this.#leftOf(value, hard.text, text);
      if (left === undefined) {
        delete hard.properties[key];
        delete hard.expected[key];
      } else hard.expected[key] = left;
    }
    hard.text = text;
  }

  /** @returns the value as the shorter text gives it; undefined where that cannot be told */
  #leftOf(value: JsonValue, before: string, after: string): JsonValue | undefined {
    if (value === null) return null;
    if (Array.isArray(value)) {
      const items = value.map((item) => (typeof item === 'string' ? this.#leftOf(item, before, after) : undefined));
      return items.includes(undefined) ? undefined : (items.filter((item) => item !== null) as JsonValue[]);
    }
    const printed = typeof value === 'number' ? String(value) : value;
    if (typeof printed !== 'string' || (typeof value === 'number' && printed.length < 2) || !before.includes(printed)) return undefined;
    // What stood there twice stands for something else at one of its places, perhaps at the one that is left.
    if (after.includes(printed)) return before.split(printed).length === 2 ? value : undefined;
    return null;
  }

  /** Adds properties of other scenarios that this text certainly does not answer. */
  #askForMore(hard: Hard, id: string): void {
    const { below, chance, pick } = this.#random;
    const entries = Object.entries(hard.properties);
    // A schema of lists asks for names by type: of those, users ask for many.
    const asksForLists = entries.length > 0 && entries.every(([, member]) => isList(member));
    const wanted = 1 + below(asksForLists ? 9 : 5);
    for (let tries = 0, added = 0; tries < 400 && added < wanted; tries++) {
      const donor = pick(this.#draws);
      const [key, member] = pick(Object.entries(propertiesOf(donor.schema)));
      if (asksForLists && !isList(member)) continue;
      if (key in hard.properties || donor.id === id || !this.#isAbsent(key, member, id, hard.text)) continue;
      const mayBeNull = chance(0.5) && typeof member.type === 'string' && member.type !== 'array' && member.enum === undefined;
      const asked = mayBeNull ? { ...member, type: [member.type, 'null'] } : member;
      entries.splice(below(entries.length + 1), 0, [key, asked]);
      hard.properties = Object.fromEntries(entries);
      hard.expected[key] = isList(member) ? [] : null;
      added++;
    }
  }

  #isAbsent(key: string, member: JsonSchema, id: string, text: string): boolean {
    const types = typesOf(member);
    if (types.includes('object') || types.includes('boolean') || member.enum !== undefined) return false;
    const needsDigits = types.some((type) => type === 'number' || type === 'integer') || typeof member.format === 'string';
    if (needsDigits && !/\d/.test(text)) return member.format === undefined || !/mail|uri|host|url/.test(String(member.format));
    const own = this.#words.get(id)!;
    return wordsOf(key).every((word) => !own.has(word) && (this.#spread.get(word)?.size ?? 0) <= MOST_SCENARIOS_OF_A_WORD);
  }

  /** Joins a text of another scenario that answers nothing that is asked. */
  #join(hard: Hard, id: string): void {
    const { chance, pick } = this.#random;
    const asked = new Set(Object.entries(hard.properties).flatMap(([key, member]) => [key, ...keysOf(member)].flatMap(wordsOf)));
    for (let tries = 0; tries < 60; tries++) {
      const other = pick(this.#draws);
      if (other.id === id || other.text.length > LONGEST_DISTRACTOR) continue;
      if ([...this.#words.get(other.id)!].some((word) => asked.has(word))) continue;
      hard.text = chance(0.5) ? `${hard.text}\n\n${other.text}` : `${other.text}\n\n${hard.text}`;
      return;
    }
  }

  #removeLabels(hard: Hard): void {
    const text = hard.text.replace(/^[ \t]*[\p{L}][\p{L} /_-]{0,24}:[ \t]*(?=\S)/gmu, '');
    const isKept = (value: JsonValue): boolean =>
      isObject(value) || Array.isArray(value)
        ? Object.values(value).every(isKept)
        : typeof value !== 'string' || !hard.text.includes(value) || text.includes(value);
    if (isKept(hard.expected)) hard.text = text;
  }

  /** Letters become small, also in what was copied from the text. */
  #makeSmall(hard: Hard): void {
    const { text, properties } = hard;
    hard.text = text.toLowerCase();
    for (const [key, value] of Object.entries(hard.expected)) {
      if (properties[key]?.enum !== undefined) continue;
      hard.expected[key] = mapStrings(value, (string) => (text.includes(string) ? string.toLowerCase() : string));
    }
  }
}
