import type { JsonSchema } from '@maaza/core';
import type { SurveyedInput } from '../input/survey.js';

/** Everything that the bytes of the output depend on. Kept at the head of the journal. */
export interface Fingerprint {
  readonly version: string;
  readonly model: string;
  readonly weights: string;
  readonly schema: JsonSchema;
  /** option by its name on the command line; undefined counts as not given */
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: readonly SurveyedInput[];
}

const MAX_SCHEMA_PLACES = 5;

/** What differs between the run that began an output and the one that wants to go on with it: a line each, for people. Empty: nothing. */
export function differences(before: Fingerprint, now: Fingerprint): readonly string[] {
  return [
    ...changed('version of maaza', before.version, now.version),
    ...changed('model', before.model, now.model),
    ...(before.model === now.model && before.weights !== now.weights ? ['model: its weights'] : []),
    ...schemaDifferences(before.schema, now.schema),
    ...optionDifferences(before.options, now.options),
    ...inputDifferences(before.inputs, now.inputs),
  ];
}

const show = (value: unknown) => (value === undefined ? 'not given' : JSON.stringify(value));
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const changed = (what: string, before: unknown, now: unknown) =>
  isSame(before, now) ? [] : [`${what}: ${show(before)} before, ${show(now)} now`];

/** Order counts too: the output has the order of the schema. */
function schemaDifferences(before: JsonSchema, now: JsonSchema): readonly string[] {
  const places = [...placesThatDiffer(before, now, '')];
  const shown = places.slice(0, MAX_SCHEMA_PLACES).map((place) => `schema: ${place || '/'}`);
  return places.length > MAX_SCHEMA_PLACES ? [...shown, `schema: ${places.length - MAX_SCHEMA_PLACES} more places`] : shown;
}

function* placesThatDiffer(before: unknown, now: unknown, pointer: string): Generator<string> {
  if (isSame(before, now)) return;
  if (!isObject(before) || !isObject(now)) return yield pointer;
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  let isInside = false;
  for (const key of keys) {
    for (const place of placesThatDiffer(before[key], now[key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)) {
      isInside = true;
      yield place;
    }
  }
  if (!isInside) yield `${pointer} (order)`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function optionDifferences(before: Fingerprint['options'], now: Fingerprint['options']): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].flatMap((name) => changed(`option ${name}`, before[name], now[name]));
}

function inputDifferences(before: Fingerprint['inputs'], now: Fingerprint['inputs']): readonly string[] {
  const names = (inputs: Fingerprint['inputs']) => inputs.map((input) => input.name);
  if (!isSame(names(before), names(now))) return changed('inputs', names(before), names(now));
  return before.flatMap(({ name, rows, digest }, at) => {
    const other = now[at]!;
    if (rows !== other.rows) return [`input ${name}: ${rows} rows before, ${other.rows} now`];
    return digest === other.digest ? [] : [`input ${name}: its rows`];
  });
}
