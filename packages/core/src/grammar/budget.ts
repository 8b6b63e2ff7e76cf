import { SchemaError } from '../errors/index.js';

/** States of one automaton at most: far above what real schemas need, and still built well under a second. */
export const MAX_AUTOMATON_STATES = 12_000;

/** Alternatives tried in one compilation at most: enough for the largest of the real schemas that are tested, Biome's configuration. */
const MAX_ALTERNATIVES_TRIED = 20_000;

/**
 * What a compilation may still spend. Every construction that a schema could blow up asks here, so that time and memory stay bounded
 * whatever the schema says.
 */
export class CompileBudget {
  private deadline: number;
  private ticks = 0;
  private alternatives = 0;
  private isOpen = true;

  constructor(
    private readonly timeoutMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.deadline = now() + timeoutMs;
  }

  /** @throws {SchemaError} `schema_too_complex` once the time is up (looked at every 256th call). */
  tick(what: string): void {
    if ((++this.ticks & 255) === 0 && this.now() > this.deadline) {
      throw new SchemaError('schema_too_complex', `Compiling the schema took longer than ${this.timeoutMs} ms, at: ${what}.`, {
        details: { what, limit: this.timeoutMs, unit: 'ms' },
      });
    }
  }

  /** Counts one alternative. @throws {SchemaError} `schema_too_complex` where they are too many, or the time is up. */
  alternative(): void {
    this.tick('alternatives of schemas');
    if (this.isOpen) this.atMost(MAX_ALTERNATIVES_TRIED, ++this.alternatives, 'alternatives of schemas to try');
  }

  /** The compilation is done; what a generation still builds is not timed, for everything it can reach was looked at. */
  close(): void {
    this.deadline = Number.POSITIVE_INFINITY;
    this.isOpen = false;
  }

  /** @throws {SchemaError} `schema_too_complex` where `actual` is over `limit`. */
  atMost(limit: number, actual: number, what: string): void {
    if (actual <= limit) return;
    throw new SchemaError('schema_too_complex', `The schema is too complex: more than ${limit} ${what}.`, { details: { what, limit } });
  }
}
