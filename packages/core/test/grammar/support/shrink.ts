import { isSchemaObject, type SchemaObject } from './schema-index.js';

/** Every way to make JSON one step smaller: an entry less, a child in its parent's place, a child made smaller. */
function* smaller(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) yield value.toSpliced(at, 1);
    for (let at = 0; at < value.length; at++) for (const item of smaller(value[at])) yield value.with(at, item);
  } else if (isSchemaObject(value)) {
    const entries = Object.entries(value);
    for (let at = 0; at < entries.length; at++) yield Object.fromEntries(entries.toSpliced(at, 1));
    for (const [, child] of entries) yield* Array.isArray(child) ? child.filter(isSchemaObject) : [child].filter(isSchemaObject);
    for (let at = 0; at < entries.length; at++) {
      const [key, child] = entries[at]!;
      for (const item of smaller(child)) yield Object.fromEntries(entries.with(at, [key, item]));
    }
  }
}

/** The smallest schema reached by greedy steps under which `stillFails`: the case a person wants to read. */
export function shrinkSchema(schema: SchemaObject, stillFails: (schema: SchemaObject) => boolean, maxTries = 2000): SchemaObject {
  let current = schema;
  let tries = 0;
  for (let progress = true; progress; ) {
    progress = false;
    for (const next of smaller(current)) {
      if (++tries > maxTries) return current;
      if (!isSchemaObject(next) || !stillFails(next)) continue;
      current = next;
      progress = true;
      break;
    }
  }
  return current;
}
