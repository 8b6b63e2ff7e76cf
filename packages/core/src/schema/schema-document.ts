import { SchemaError } from '../errors/index.js';
import { type Draft, draftOf } from './draft.js';
import { escapePointer, isRecord, type RawSchema } from './raw-schema.js';

/** Relative references need some base; this one can never be fetched (RFC 6761). */
const DEFAULT_BASE = 'https://schema.invalid/';

/** What is data, not schema: an `$id` inside means nothing. */
const DATA_KEYWORDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'example']);

/** Keywords that hold one schema or a list of them. */
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'items', 'prefixItems', 'additionalItems', 'contains', 'unevaluatedItems'],
  ...['additionalProperties', 'propertyNames', 'unevaluatedProperties', 'contentSchema'],
]);

/** Keywords that hold schemas by name. */
const SCHEMA_MAP_KEYWORDS: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'],
]);

/** What stands at a place of a document. */
type Role = 'schema' | 'map' | 'unknown';

/** The names under which the schemas of a document are found. */
class Names {
  readonly resources = new Map<string, Located>();
  readonly anchors = new Map<string, Located>();
}

/** A schema inside a document, found by a reference. */
export interface Located {
  readonly raw: unknown;
  readonly pointer: string;
}

/**
 * A schema document with the names under which its parts can be referred to.
 * @see JSON Schema Core 2020-12, sections 8.2 and 9.2
 */
export class SchemaDocument {
  readonly draft: Draft;
  /** of those schemas whose base is not the document's own */
  private readonly baseOf = new Map<RawSchema, string>();
  private readonly names = new Names();
  /** Names inside unknown keywords, where the standard sees no schemas: found only where no schema has the name. */
  private readonly strayNames = new Names();
  private readonly dynamicAnchors = new Map<string, Located[]>();
  private recursiveAnchors = 0;
  /** while the document is indexed: the keys on the way, and what they lead through */
  private readonly path: (string | number)[] = [];
  private readonly above = new Set<unknown>();

  constructor(root: unknown) {
    this.draft = draftOf(root);
    this.names.resources.set(DEFAULT_BASE, { raw: root, pointer: '' });
    this.index(root, 'schema', DEFAULT_BASE);
  }

  /** The schema that `reference`, standing in `from`, points to; a reason where there is none here. */
  resolve(reference: string, from: RawSchema): Located | string {
    const base = this.baseOf.get(from) ?? DEFAULT_BASE;
    const [address, fragment] = splitFragment(reference);
    const target = address === '' ? base : absolute(address, base);
    const resource = target === undefined ? undefined : this.find('resources', target);
    if (resource === undefined) return `"${reference}" is outside this document, and nothing is fetched`;
    const decoded = decodeFragment(fragment);
    if (decoded === '') return resource;
    const found = decoded.startsWith('/') ? follow(resource, decoded) : this.find('anchors', `${target}#${decoded}`);
    return found ?? `"${reference}" points to nothing in this document`;
  }

  /** As `resolve`, for `$dynamicRef`: exact where only one schema of the document has the dynamic anchor. */
  resolveDynamic(reference: string, from: RawSchema): Located | string {
    const [, fragment] = splitFragment(reference);
    const candidates = this.dynamicAnchors.get(fragment) ?? [];
    if (candidates.length > 1) return `more than one schema has the dynamic anchor "${fragment}"`;
    return this.resolve(reference, from);
  }

  /** As `resolve`, for `$recursiveRef`: exact where only one schema of the document has a recursive anchor (Core 2019-09, section 8.2.4.2). */
  resolveRecursive(reference: string, from: RawSchema): Located | string {
    const found = this.resolve(reference, from);
    const isDynamic = typeof found !== 'string' && isRecord(found.raw) && found.raw.$recursiveAnchor === true;
    return isDynamic && this.recursiveAnchors > 1 ? 'more than one schema has a recursive anchor' : found;
  }

  private find(kind: keyof Names, name: string): Located | undefined {
    return this.names[kind].get(name) ?? this.strayNames[kind].get(name);
  }

  private index(value: unknown, role: Role, base: string): void {
    if (typeof value !== 'object' || value === null) return;
    if (this.above.has(value)) {
      const pointer = this.pointer();
      throw new SchemaError('invalid_schema', `The schema holds itself at ${pointer}.`, { details: { pointer } });
    }
    this.above.add(value);
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) this.indexAt(i, value[i], role, base);
    } else if (role === 'map') {
      for (const key of Object.keys(value)) this.indexAt(key, (value as RawSchema)[key], 'schema', base);
    } else this.indexSchema(value as RawSchema, role, base);
    this.above.delete(value);
  }

  private indexAt(key: string | number, value: unknown, role: Role, base: string): void {
    if (typeof value !== 'object' || value === null) return;
    this.path.push(key);
    this.index(value, role, base);
    this.path.pop();
  }

  private indexSchema(raw: RawSchema, role: Role, base: string): void {
    const ownBase = this.nameSchema(raw, role === 'schema' ? this.names : this.strayNames, base);
    if (ownBase !== DEFAULT_BASE) this.baseOf.set(raw, ownBase);
    for (const key of Object.keys(raw)) {
      if (DATA_KEYWORDS.has(key)) continue;
      const isMap = SCHEMA_MAP_KEYWORDS.has(key);
      this.indexAt(key, raw[key], role === 'schema' && isMap ? 'map' : SCHEMA_KEYWORDS.has(key) ? role : 'unknown', ownBase);
    }
  }

  private nameSchema(raw: RawSchema, names: Names, base: string): string {
    // Up to draft-07 a `$ref` hides its siblings, `$id` included.
    const id = this.draft <= 7 && typeof raw.$ref === 'string' ? undefined : (raw.$id ?? (this.draft === 4 ? raw.id : undefined));
    let ownBase = base;
    if (raw.$recursiveAnchor === true) this.recursiveAnchors++;
    if (typeof id === 'string') {
      const [address, fragment] = splitFragment(id);
      if (address !== '') {
        ownBase = absolute(address, base) ?? base;
        names.resources.set(ownBase, this.locate(raw));
      }
      if (fragment !== '') names.anchors.set(`${ownBase}#${decodeFragment(fragment)}`, this.locate(raw));
    }
    for (const anchor of [raw.$anchor, raw.$dynamicAnchor]) {
      if (typeof anchor === 'string') names.anchors.set(`${ownBase}#${anchor}`, this.locate(raw));
    }
    if (typeof raw.$dynamicAnchor === 'string') {
      this.dynamicAnchors.set(raw.$dynamicAnchor, [...(this.dynamicAnchors.get(raw.$dynamicAnchor) ?? []), this.locate(raw)]);
    }
    return ownBase;
  }

  private locate(raw: RawSchema): Located {
    return { raw, pointer: this.pointer() };
  }

  private pointer(): string {
    return this.path.map((step) => `/${escapePointer(String(step))}`).join('');
  }
}

/** RFC 6901. */
function follow(from: Located, pointer: string): Located | undefined {
  let raw = from.raw;
  for (const step of pointer.slice(1).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(raw)) raw = raw[Number(key)];
    else if (isRecord(raw) && Object.hasOwn(raw, key)) raw = raw[key];
    else return undefined;
  }
  return raw === undefined ? undefined : { raw, pointer: from.pointer + pointer };
}

function splitFragment(reference: string): readonly [string, string] {
  const hash = reference.indexOf('#');
  return hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)];
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function absolute(address: string, base: string): string | undefined {
  try {
    const url = new URL(address, base);
    url.hash = '';
    return url.href;
  } catch {
    return undefined;
  }
}
