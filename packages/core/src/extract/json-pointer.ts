import { unescapePointerSegment } from '../json/json-pointer.js';

/** @returns the value that an RFC 6901 JSON pointer leads to, or undefined */
export function atPointer(value: unknown, pointer: string): unknown {
  let at = value;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    const key = unescapePointerSegment(segment);
    if (!Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** @returns the same value with another one at a JSON pointer that exists; nothing is changed in place */
export function setAtPointer(value: unknown, pointer: string, replacement: unknown): unknown {
  const [segment, ...rest] = pointer.split('/').slice(1);
  if (segment === undefined) return replacement;
  if (typeof value !== 'object' || value === null) return value;
  const key = unescapePointerSegment(segment);
  if (!Object.hasOwn(value, key)) return value;
  const inner = setAtPointer((value as Record<string, unknown>)[key], rest.length > 0 ? `/${rest.join('/')}` : '', replacement);
  if (Array.isArray(value)) return value.map((item, i) => (i === Number(key) ? inner : item));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, name === key ? inner : item]));
}
