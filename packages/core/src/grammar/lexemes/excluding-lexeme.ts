import { DEAD } from '../automata/code-point-dfa.js';
import type { Lexeme } from './lexeme.js';
import { TextLexeme } from './text-lexeme.js';

/** What was written is the beginning of no excluded text. */
const OFF = -1;

/**
 * A lexeme without a few of its texts: what names of members are once some are taken. Beside the state of the lexeme it keeps the place in
 * the trie of excluded texts; once that is left, it behaves as the lexeme does, and shares its masks.
 */
export class ExcludingLexeme implements Lexeme {
  readonly start: number;
  private readonly excluded: TextLexeme;
  private readonly base: number[] = [];
  private readonly place: number[] = [];
  private readonly ids = new Map<number, number>();
  private readonly live = new Map<number, boolean>();

  constructor(
    readonly lexeme: Lexeme,
    texts: readonly string[],
  ) {
    this.excluded = TextLexeme.of(texts);
    this.start = this.state(lexeme.start, this.excluded.start);
  }

  get isEmpty(): boolean {
    return this.start === DEAD;
  }

  /** The state of the lexeme itself. */
  baseState(state: number): number {
    return this.base[state]!;
  }

  /** No excluded text can be reached any more. */
  isOff(state: number): boolean {
    return this.place[state] === OFF;
  }

  step(state: number, byte: number): number {
    const base = this.lexeme.step(this.base[state]!, byte);
    if (base === DEAD) return DEAD;
    const place = this.place[state]!;
    return this.state(base, place === OFF ? OFF : this.excluded.step(place, byte));
  }

  isAccepting(state: number): boolean {
    return this.lexeme.isAccepting(this.base[state]!);
  }

  isFinal(state: number): boolean {
    return this.lexeme.isFinal(this.base[state]!);
  }

  label(state: number): number {
    return this.lexeme.label(this.base[state]!);
  }

  maskState(state: number): number {
    return this.place[state] === OFF ? this.state(this.lexeme.maskState(this.base[state]!), OFF) : state;
  }

  sameMaskAs(state: number): readonly [Lexeme, number] | undefined {
    return this.place[state] === OFF ? [this.lexeme, this.base[state]!] : undefined;
  }

  size(): number {
    return this.lexeme.size();
  }

  markByteClasses(starts: Uint8Array): void {
    this.lexeme.markByteClasses(starts);
    this.excluded.markByteClasses(starts);
  }

  private state(base: number, place: number): number {
    if (place !== OFF && !this.isLive(base, place)) return DEAD;
    const key = base * (this.excluded.stateCount + 1) + place + 1;
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.base.length;
      this.ids.set(key, id);
      this.base.push(base);
      this.place.push(place);
    }
    return id;
  }

  /** Some text that is not excluded can be completed; looks no further than the excluded texts reach. */
  private isLive(base: number, place: number): boolean {
    if (base === DEAD || (this.excluded.isAccepting(place) && this.lexeme.isFinal(base))) return false;
    const key = base * this.excluded.stateCount + place;
    let isLive = this.live.get(key);
    if (isLive === undefined) {
      isLive = this.hasWayOut(base, place);
      this.live.set(key, isLive);
    }
    return isLive;
  }

  private hasWayOut(base: number, place: number): boolean {
    for (let byte = 0x20; byte < 256; byte++) {
      const next = this.lexeme.step(base, byte);
      if (next !== DEAD && this.excluded.step(place, byte) === DEAD) return true;
    }
    const { tree } = this.excluded;
    for (let child = tree.firstChild(place); child !== 0; child = tree.nextSibling(child)) {
      const next = this.lexeme.step(base, tree.byteOf(child));
      if (next !== DEAD && this.isLive(next, child)) return true;
    }
    return false;
  }
}
