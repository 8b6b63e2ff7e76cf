import type { Random } from './random.js';
import { isSchemaObject } from './schema-index.js';

type Change = (value: unknown, random: Random) => unknown;

const otherTypes: readonly unknown[] = [null, true, false, 0, -1, 3.5, '', 'x', [], {}, [null], { a: 1 }];

/** Changes of one value; each keeps it JSON. */
function changesOf(value: unknown): readonly Change[] {
  const general: Change[] = [(_, random) => random.pick(otherTypes)];
  if (typeof value === 'string') {
    return [
      ...general,
      () => '',
      () => `${value}x`,
      () => `${value}\n`,
      () => value.slice(1),
      () => [...value].slice(0, -1).join(''),
      () => value.toUpperCase(),
      () => `${value}${value}`,
      () => value + 'é\u{1f600}'.repeat(20),
    ];
  }
  if (typeof value === 'number') {
    return [
      ...general,
      () => value + 1,
      () => value - 1,
      () => -value,
      () => value * 10,
      () => value + 0.5,
      () => value / 8,
      () => String(value),
    ];
  }
  if (Array.isArray(value)) {
    return [
      ...general,
      () => [],
      () => value.slice(1),
      () => value.slice(0, -1),
      () => [...value, ...value],
      (_, random) => [...value, value.length > 0 ? random.pick(value) : null],
      (_, random) => [...value, random.pick(otherTypes)],
      () => value.toReversed(),
    ];
  }
  if (isSchemaObject(value)) {
    const entries = Object.entries(value);
    return [
      ...general,
      () => ({}),
      (_, random) => Object.fromEntries(entries.filter((__, at) => at !== random.below(Math.max(entries.length, 1)))),
      (_, random) => Object.fromEntries([...entries, [random.pick(['x', 'extra', 'é', '', 'a', '$ref', '0']), random.pick(otherTypes)]]),
      () => Object.fromEntries(entries.map(([key, member], at) => [at === 0 ? `${key}x` : key, member])),
    ];
  }
  return general;
}

/** A copy of `value` changed in one place, chosen at random; deep places are as likely as shallow ones. */
export function mutate(value: unknown, random: Random): unknown {
  const places = countPlaces(value);
  let at = random.below(places);
  const visit = (node: unknown): unknown => {
    if (at-- === 0) return random.pick(changesOf(node))(node, random);
    if (Array.isArray(node)) return node.map(visit);
    if (isSchemaObject(node)) return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, visit(member)]));
    return node;
  };
  return visit(value);
}

function countPlaces(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countPlaces(item), 1);
  if (isSchemaObject(value)) return Object.values(value).reduce<number>((sum, member) => sum + countPlaces(member), 1);
  return 1;
}
