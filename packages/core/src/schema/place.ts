import { SchemaError } from '../errors/index.js';
import type { SchemaFinding } from '../grammar/types.js';
import { escapePointer, isRecord, type RawSchema } from './raw-schema.js';
import type { SchemaDocument } from './schema-document.js';
import type { Assertion, Demand, SchemaNode } from './schema-node.js';

/** What a schema means where the caller wants it stricter than the standard. */
export interface SchemaOptions {
  readonly additionalProperties: boolean;
}

/** Makes the schemas that keywords hold or stand for. */
export interface SchemaReader {
  readonly document: SchemaDocument;
  readonly options: SchemaOptions;
  readonly findings: SchemaFinding[];
  read(raw: unknown, pointer: string): SchemaNode;
  /** A schema that no one wrote: what a keyword stands for. */
  derive(pointer: string, assertions: readonly Assertion[]): SchemaNode;
  never(pointer: string): SchemaNode;
}

/** A schema object while its keywords are read: where it stands, and where the verdicts go. */
export class Place {
  /** what its keywords demand so far */
  readonly assertions: Assertion[] = [];

  constructor(
    readonly raw: RawSchema,
    readonly pointer: string,
    readonly reader: SchemaReader,
  ) {}

  has(keyword: string): boolean {
    return Object.hasOwn(this.raw, keyword);
  }

  /** JSON pointer of a keyword, or of what stands at `step` inside it. */
  pointerOf(keyword: string, step?: string | number): string {
    const pointer = `${this.pointer}/${keyword}`;
    if (step === undefined) return pointer;
    return `${pointer}/${typeof step === 'number' ? step : escapePointer(step)}`;
  }

  /** Adds what a keyword demands; the report says that it is enforced. */
  assert(keyword: string, demand: Demand): void {
    const pointer = this.pointerOf(keyword);
    this.reader.findings.push({ pointer, keyword, verdict: 'enforced', reason: '' });
    this.assertions.push({ keyword, pointer, demand });
  }

  /** Adds what a keyword demands, whose verdict is given apart. */
  demand(keyword: string, demand: Demand): void {
    this.assertions.push({ keyword, pointer: this.pointerOf(keyword), demand });
  }

  enforced(keyword: string): void {
    this.find(keyword, 'enforced', '');
  }

  checked(keyword: string, reason: string): void {
    this.find(keyword, 'checked', reason);
  }

  refused(keyword: string, reason: string): void {
    this.find(keyword, 'refused', reason);
  }

  /** Reads the schema at `keyword`, or at `step` inside it. */
  child(keyword: string, step?: string | number): SchemaNode {
    const raw = this.raw[keyword];
    return this.reader.read(step === undefined ? raw : (raw as Record<string | number, unknown>)[step], this.pointerOf(keyword, step));
  }

  /** A schema with one demand, which `keyword` stands for. */
  derive(keyword: string, ...demands: readonly Demand[]): SchemaNode {
    const pointer = this.pointerOf(keyword);
    return this.reader.derive(
      pointer,
      demands.map((demand) => ({ keyword, pointer, demand })),
    );
  }

  /** The schemas of a keyword that holds a list of them. */
  children(keyword: string): readonly SchemaNode[] {
    const list = this.raw[keyword];
    if (!Array.isArray(list)) throw this.invalid(keyword, 'a list of schemas');
    return list.map((_, index) => this.child(keyword, index));
  }

  invalid(keyword: string, must: string): SchemaError {
    const pointer = this.pointerOf(keyword);
    return new SchemaError('invalid_schema', `Not a JSON Schema: "${keyword}" at ${pointer} must be ${must}.`, {
      details: { pointer, keyword },
    });
  }

  /** @throws {SchemaError} `invalid_schema` where the keyword is there and no whole number from 0 up. */
  count(keyword: string, absent: number): number {
    if (!this.has(keyword)) return absent;
    const value = this.raw[keyword];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw this.invalid(keyword, 'a whole number from 0 up');
    return value;
  }

  /** @throws {SchemaError} `invalid_schema` where the keyword is there and no number. */
  number(keyword: string): number | undefined {
    if (!this.has(keyword)) return undefined;
    const value = this.raw[keyword];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.invalid(keyword, 'a number');
    return value;
  }

  /** @throws {SchemaError} `invalid_schema` where the keyword is no object. */
  record(keyword: string): RawSchema {
    const value = this.raw[keyword];
    if (!isRecord(value)) throw this.invalid(keyword, 'an object');
    return value;
  }

  /** @throws {SchemaError} `invalid_schema` where `value`, of the keyword, is no list of strings. */
  strings(keyword: string, value: unknown = this.raw[keyword]): readonly string[] {
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw this.invalid(keyword, 'a list of strings');
    return value;
  }

  private find(keyword: string, verdict: SchemaFinding['verdict'], reason: string): void {
    this.reader.findings.push({ pointer: this.pointerOf(keyword), keyword, verdict, reason });
  }
}
