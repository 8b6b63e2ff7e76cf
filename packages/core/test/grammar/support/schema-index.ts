/** A schema as `JSON.parse` gives it. */
export type Schema = boolean | SchemaObject;
export type SchemaObject = { readonly [keyword: string]: unknown };

/** Keywords whose value is data, in which no subschema may be looked for. */
export const dataKeywords = new Set(['enum', 'const', 'default', 'examples']);

const rootUri = 'json-schema://root/';

export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `$ref` can point at inside one schema document: each subschema by base URI, `$id`, anchor and JSON pointer. */
export interface SchemaIndex {
  /** the target of `reference` as written inside `from`; undefined where it lies outside the document */
  resolve(reference: string, from: SchemaObject): Schema | undefined;
  /** JSON pointer of a subschema of this document, as a URI fragment */
  pointerOf(schema: SchemaObject): string | undefined;
}

function followPointer(start: unknown, pointer: string): unknown {
  let current = start;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof current !== 'object' || current === null) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    current = Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined;
  }
  return current;
}

const splitUri = (uri: string): [string, string] => {
  const hash = uri.indexOf('#');
  return hash < 0 ? [uri, ''] : [uri.slice(0, hash), decodeURIComponent(uri.slice(hash + 1))];
};

function resolveUri(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

const indexes = new WeakMap<SchemaObject, SchemaIndex>();

/** Walks the document once, however often it is asked for. Follows section 8.2 of the 2020-12 core specification, with draft-04's `id` and draft-07's `$id: "#name"`. */
export function indexSchema(root: SchemaObject): SchemaIndex {
  const known = indexes.get(root);
  if (known !== undefined) return known;
  const index = buildIndex(root);
  indexes.set(root, index);
  return index;
}

function buildIndex(root: SchemaObject): SchemaIndex {
  const baseOf = new Map<object, string>();
  const pointers = new Map<object, string>();
  const byUri = new Map<string, SchemaObject>();
  byUri.set(rootUri, root);

  const visit = (node: unknown, base: string, pointer: string): void => {
    if (typeof node !== 'object' || node === null || baseOf.has(node)) return;
    let own = base;
    if (!Array.isArray(node)) {
      const schema = node as SchemaObject;
      const id = typeof schema.$id === 'string' ? schema.$id : typeof schema.id === 'string' && pointer === '' ? schema.id : undefined;
      if (id !== undefined) {
        const uri = resolveUri(id, base);
        byUri.set(uri, schema);
        if (!id.startsWith('#')) {
          own = splitUri(uri)[0];
          byUri.set(own, schema);
        }
      }
      for (const anchor of [schema.$anchor, schema.$dynamicAnchor]) if (typeof anchor === 'string') byUri.set(`${own}#${anchor}`, schema);
      pointers.set(schema, pointer);
    }
    baseOf.set(node, own);
    for (const [key, child] of Object.entries(node)) {
      if (!dataKeywords.has(key)) visit(child, own, `${pointer}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`);
    }
  };
  visit(root, rootUri, '');

  return {
    resolve(reference, from) {
      const uri = resolveUri(reference, baseOf.get(from) ?? rootUri);
      const [document, fragment] = splitUri(uri);
      const named = byUri.get(uri);
      if (named !== undefined) return named;
      const start = byUri.get(document);
      if (start === undefined) return undefined;
      const target = fragment === '' ? start : fragment.startsWith('/') ? followPointer(start, fragment) : undefined;
      return typeof target === 'boolean' || isSchemaObject(target) ? target : undefined;
    },
    pointerOf: (schema) => pointers.get(schema),
  };
}
