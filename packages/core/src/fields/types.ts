/** The words that may stand after a colon in the field shorthand, and what is close to one. */

const plainTypes = ['string', 'number', 'integer', 'boolean'] as const;

/** Formats of JSON Schema 2020-12, validation vocabulary, section 7.3. */
const formats = [
  'date',
  'date-time',
  'time',
  'duration',
  'email',
  'idn-email',
  'hostname',
  'idn-hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uri-reference',
  'iri',
  'iri-reference',
  'uri-template',
  'uuid',
  'json-pointer',
  'relative-json-pointer',
  'regex',
] as const;

const habits: Readonly<Record<string, string>> = {
  text: 'string',
  str: 'string',
  int: 'integer',
  float: 'number',
  double: 'number',
  decimal: 'number',
  bool: 'boolean',
  datetime: 'date-time',
  timestamp: 'date-time',
  url: 'uri',
  link: 'uri',
  mail: 'email',
  guid: 'uuid',
  ip: 'ipv4',
  array: '[]',
  list: '[]',
  object: '{…}',
};

/** The schema of one type word, or undefined where there is no such type. */
export function schemaOfType(word: string): Record<string, unknown> | undefined {
  if ((plainTypes as readonly string[]).includes(word)) return { type: word };
  if ((formats as readonly string[]).includes(word)) return { type: 'string', format: word };
  return undefined;
}

/** The type that was probably meant. */
export function suggestType(word: string): string | undefined {
  const lower = word.toLowerCase();
  const habit = Object.hasOwn(habits, lower) ? habits[lower] : undefined;
  if (habit !== undefined) return habit;
  return [...plainTypes, ...formats].find((type) => type === lower || editDistance(type, lower) <= (type.length > 5 ? 2 : 1));
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
