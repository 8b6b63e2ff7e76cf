import { type CodePointDfa, DEAD } from '../automata/code-point-dfa.js';
import { anyString } from '../automata/dfa-algebra.js';
import type { CompileBudget } from '../budget.js';

const UNBOUNDED = Number.POSITIVE_INFINITY;

/**
 * Answers, for a pattern with bounds of length, whether a string can still be completed: whether from state `q`, after `n` code points,
 * some word of the pattern ends at a length of `min…max`.
 */
export class LengthWindow {
  /** `rows[n]`: which states live after `n` code points; equal neighbours share one array. Absent where every state lives. */
  private readonly rows: Uint8Array[] = [];
  /** up to this many code points a mask may add, so states further than that from both bounds offer the same tokens */
  private readonly horizon: number;

  constructor(
    private readonly dfa: CodePointDfa,
    readonly min: number,
    readonly max: number,
    maxTokenBytes: number,
    budget: CompileBudget | undefined,
  ) {
    this.horizon = maxTokenBytes + dfa.stateCount + 1;
    if (this.isAnyText || this.isUnbounded) return;
    this.fillRows(budget!);
  }

  static unbounded(dfa: CodePointDfa): LengthWindow {
    return new LengthWindow(dfa, 0, UNBOUNDED, 0, undefined);
  }

  get isAnyText(): boolean {
    return this.dfa === anyString();
  }

  get isUnbounded(): boolean {
    return this.min === 0 && this.max === UNBOUNDED;
  }

  isLive(state: number, length: number): boolean {
    if (state === DEAD || length > this.max || this.min > this.max) return false;
    if (this.rows.length === 0) return true;
    return this.rows[Math.min(length, this.rows.length - 1)]![state] === 1;
  }

  isEnd(state: number, length: number): boolean {
    return length >= this.min && length <= this.max && this.dfa.accepting[state] === 1;
  }

  /** Lengths that no bound tells apart become one. */
  saturate(length: number): number {
    return this.max === UNBOUNDED ? Math.min(length, this.min) : length;
  }

  /** The least length that offers the same tokens as `length`. */
  representative(length: number): number {
    if (this.max === UNBOUNDED || this.max - length < this.horizon) return length;
    return length >= this.min ? this.min : length;
  }

  private fillRows(budget: CompileBudget): void {
    const last = this.max === UNBOUNDED ? this.min : this.max;
    budget.atMost(1_000_000, last, 'code points of a pattern with bounds of length');
    const rows: Uint8Array[] = new Array(last + 1);
    let later = new Uint8Array(this.dfa.stateCount);
    if (this.max === UNBOUNDED) later.fill(1);
    for (let n = last; n >= 0; n--) {
      budget.tick('a pattern with bounds of length');
      const row = this.max === UNBOUNDED && n === last ? later : this.rowBefore(later, n);
      rows[n] = row;
      if (n < last && sameBytes(row, later)) {
        // One rule leads from row to row above `min`, another below: once two rows are equal, all are, as far as the rule goes.
        const until = n >= this.min ? this.min : 0;
        while (n > until) rows[--n] = row;
      }
      later = row;
    }
    for (const row of rows) this.rows.push(row);
  }

  private rowBefore(later: Uint8Array, n: number): Uint8Array<ArrayBuffer> {
    const { dfa } = this;
    const row = new Uint8Array(dfa.stateCount);
    for (let q = 0; q < dfa.stateCount; q++) {
      if (n >= this.min && dfa.accepting[q]) row[q] = 1;
      else if (n < this.max) {
        for (let c = 0; c < dfa.classCount; c++) {
          const to = dfa.next[q * dfa.classCount + c]!;
          if (to !== DEAD && later[to]) {
            row[q] = 1;
            break;
          }
        }
      }
    }
    return row;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
