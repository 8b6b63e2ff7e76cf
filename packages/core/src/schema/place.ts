import { SchemaError } from '../errors/index.js';
import type { SchemaFinding } from '../grammar/types.js';
import type { SchemaNode } from './schema-node.js';

export type RawSchema = Readonly<Record<string, unknown>>;

/** A schema object while its keywords are read: where it stands, and where the verdicts go. */
export class Place {
  constructor(
    readonly raw: RawSchema,
    readonly pointer: string,
    readonly options: SchemaOptions,
    private readonly findings: SchemaFinding[],
    private readonly parse: (raw: unknown, pointer: string) => SchemaNode,
    readonly never: () => SchemaNode,
  ) {}

  has(keyword: string): boolean {
    return Object.hasOwn(this.raw, keyword);
  }

  pointerOf(...steps: readonly (string | number)[]): string {
    return this.pointer + steps.map((step) => `/${escapePointer(String(step))}`).join('');
  }

  enforced(keyword: string): void {
    this.findings.push({ pointer: this.pointerOf(keyword), keyword, verdict: 'enforced', reason: '' });
  }

  checked(keyword: string, reason: string): void {
    this.findings.push({ pointer: this.pointerOf(keyword), keyword, verdict: 'checked', reason });
  }

  refused(keyword: string, reason: string): void {
    this.findings.push({ pointer: this.pointerOf(keyword), keyword, verdict: 'refused', reason });
  }

  /** Reads the schema at `keyword`, or deeper inside it. */
  child(...steps: readonly (string | number)[]): SchemaNode {
    let raw: unknown = this.raw;
    for (const step of steps) raw = (raw as Record<string | number, unknown>)[step];
    return this.parse(raw, this.pointerOf(...steps));
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

  /** @throws {SchemaError} `invalid_schema` where the keyword is no object. */
  record(keyword: string): RawSchema {
    const value = this.raw[keyword];
    if (!isRecord(value)) throw this.invalid(keyword, 'an object');
    return value;
  }

  /** @throws {SchemaError} `invalid_schema` where the keyword is no list of strings. */
  strings(keyword: string): readonly string[] {
    const value = this.raw[keyword];
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw this.invalid(keyword, 'a list of strings');
    return value;
  }
}

/** What a schema means where the standard leaves it open, or where the caller wants it stricter. */
export interface SchemaOptions {
  readonly additionalProperties: boolean;
}

export function isRecord(value: unknown): value is RawSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901, section 3. */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
