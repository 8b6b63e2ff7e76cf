import { SchemaError } from '../errors/index.js';
import { type Draft, draftOf } from './draft.js';
import { escapePointer, isRecord, type RawSchema } from './raw-schema.js';

/** Relative references need some base; this one can never be fetched (RFC 6761). */
const DEFAULT_BASE = 'https://schema.invalid/';

/** What is data, not schema: an `$id` inside means nothing. */
const DATA_KEYWORDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'example']);

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
  private readonly baseOf = new Map<RawSchema, string>();
  private readonly resources = new Map<string, Located>();
  private readonly anchors = new Map<string, Located>();
  private readonly dynamicAnchors = new Map<string, Located[]>();

  constructor(root: unknown) {
    this.draft = draftOf(root);
    this.resources.set(DEFAULT_BASE, { raw: root, pointer: '' });
    this.index(root, '', DEFAULT_BASE, new Set());
  }

  /** The schema that `reference`, standing in `from`, points to; a reason where there is none here. */
  resolve(reference: string, from: RawSchema): Located | string {
    const base = this.baseOf.get(from) ?? DEFAULT_BASE;
    const [address, fragment] = splitFragment(reference);
    const target = address === '' ? base : absolute(address, base);
    const resource = target === undefined ? undefined : this.resources.get(target);
    if (resource === undefined) return `"${reference}" is outside this document, and nothing is fetched`;
    const decoded = decodeFragment(fragment);
    if (decoded === '') return resource;
    const found = decoded.startsWith('/') ? follow(resource, decoded) : this.anchors.get(`${target}#${decoded}`);
    return found ?? `"${reference}" points to nothing in this document`;
  }

  /** As `resolve`, for `$dynamicRef`: exact where only one schema of the document has the dynamic anchor. */
  resolveDynamic(reference: string, from: RawSchema): Located | string {
    const [, fragment] = splitFragment(reference);
    const candidates = this.dynamicAnchors.get(fragment) ?? [];
    if (candidates.length > 1) return `more than one schema has the dynamic anchor "${fragment}"`;
    return this.resolve(reference, from);
  }

  private index(value: unknown, pointer: string, base: string, above: ReadonlySet<unknown>): void {
    if (typeof value !== 'object' || value === null) return;
    if (above.has(value)) throw new SchemaError('invalid_schema', `The schema holds itself at ${pointer}.`, { details: { pointer } });
    const inside = new Set(above).add(value);
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        this.index(item, `${pointer}/${index}`, base, inside);
      });
      return;
    }
    const raw = value as RawSchema;
    const ownBase = this.nameSchema(raw, pointer, base);
    this.baseOf.set(raw, ownBase);
    for (const key of Object.keys(raw)) {
      if (!DATA_KEYWORDS.has(key)) this.index(raw[key], `${pointer}/${escapePointer(key)}`, ownBase, inside);
    }
  }

  private nameSchema(raw: RawSchema, pointer: string, base: string): string {
    const located = { raw, pointer };
    // Up to draft-07 a `$ref` hides its siblings, `$id` included.
    const id = this.draft <= 7 && typeof raw.$ref === 'string' ? undefined : (raw.$id ?? (this.draft === 4 ? raw.id : undefined));
    let ownBase = base;
    if (typeof id === 'string') {
      const [address, fragment] = splitFragment(id);
      if (address !== '') {
        ownBase = absolute(address, base) ?? base;
        this.resources.set(ownBase, located);
      }
      if (fragment !== '') this.anchors.set(`${ownBase}#${decodeFragment(fragment)}`, located);
    }
    for (const anchor of [raw.$anchor, raw.$dynamicAnchor]) {
      if (typeof anchor === 'string') this.anchors.set(`${ownBase}#${anchor}`, located);
    }
    if (typeof raw.$dynamicAnchor === 'string') {
      this.dynamicAnchors.set(raw.$dynamicAnchor, [...(this.dynamicAnchors.get(raw.$dynamicAnchor) ?? []), located]);
    }
    return ownBase;
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
