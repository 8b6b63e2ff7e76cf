import { SchemaError } from '../errors/index.js';
import type { JsonSchema } from '../extract/types.js';
import { appendPointer } from './json-pointer.js';

/** What a schema may be at most. `maxBytes` counts its JSON in UTF-8; `maxDepth` counts nested objects and arrays. */
export const schemaLimits = Object.freeze({ maxDepth: 64, maxBytes: 1_000_000 });

const invalid = (pointer: string, message: string, more: Record<string, unknown> = {}) =>
  new SchemaError('invalid_schema', message, { details: { pointer, ...more } });

const at = (pointer: string) => (pointer === '' ? 'at its root' : `at ${pointer}`);

const isPlainObject = (value: object) => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
};

/** Walks a value that should be JSON and throws at the first place where it is not. Members that are `undefined` count as absent. */
class JsonWalk {
  readonly #path = new Set<object>();
  // A lower bound of the size, so that one object shared a million times stops the walk early.
  #minBytes = 0;

  visit(value: unknown, pointer: string): void {
    if (value === null || typeof value === 'boolean') this.#count(4);
    else if (typeof value === 'string') this.#count(value.length + 2);
    else if (typeof value === 'number' && Number.isFinite(value)) this.#count(1);
    else if (typeof value === 'object' && (Array.isArray(value) || isPlainObject(value))) this.#visitObject(value, pointer);
    else throw invalid(pointer, `the schema holds ${describe(value)} ${at(pointer)}; a schema is plain JSON`);
  }

  #visitObject(value: object, pointer: string): void {
    if (this.#path.has(value)) throw invalid(pointer, `the schema contains itself ${at(pointer)}; use $ref for recursion`);
    this.#path.add(value);
    const depth = this.#path.size;
    if (depth > schemaLimits.maxDepth) {
      throw invalid(pointer, `the schema is nested deeper than ${schemaLimits.maxDepth} levels ${at(pointer)}`, {
        limit: schemaLimits.maxDepth,
        actual: depth,
      });
    }
    this.#count(2);
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.visit(item, appendPointer(pointer, index));
    } else {
      for (const [key, member] of Object.entries(value)) {
        if (member === undefined) continue;
        this.#count(key.length + 3);
        this.visit(member, appendPointer(pointer, key));
      }
    }
    this.#path.delete(value);
  }

  #count(bytes: number): void {
    this.#minBytes += bytes;
    if (this.#minBytes > schemaLimits.maxBytes) throw tooLarge(this.#minBytes);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'number') return `the number ${value}`;
  return `a ${typeof value === 'object' ? value?.constructor.name : typeof value}`;
}

const tooLarge = (actual: number) =>
  invalid('', `the schema is larger than ${schemaLimits.maxBytes} bytes`, { limit: schemaLimits.maxBytes, actual });

/**
 * The JSON text of a schema given by a caller, once it is sure that it is JSON, an object, and within `schemaLimits`.
 * @throws {SchemaError} `invalid_schema` with `details.pointer`
 */
export function schemaToJson(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw invalid(
      '',
      `a JSON Schema is an object, not ${schema === null ? 'null' : Array.isArray(schema) ? 'an array' : `a ${typeof schema}`}`,
    );
  }
  new JsonWalk().visit(schema, '');
  const json = JSON.stringify(schema satisfies object as JsonSchema);
  const bytes = Buffer.byteLength(json);
  if (bytes > schemaLimits.maxBytes) throw tooLarge(bytes);
  return json;
}
