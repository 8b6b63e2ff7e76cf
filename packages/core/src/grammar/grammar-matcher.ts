import { GrammarError } from '../errors/index.js';
import { Cursor, NO_ONLY_BYTE } from './cursor.js';
import type { Frame } from './frames/frame.js';
import type { MaskFiller } from './masks/mask-filler.js';
import type { Matcher } from './types.js';
import type { TrieVocabulary } from './vocabulary/vocabulary.js';

/** What is forced is cut here: a schema may force endless text only through recursion, which no valid instance needs. */
const MAX_FORCED_BYTES = 65_536;

/** Layout of a remembered place: state of the lexeme, spaces, bytes read. */
const RECORD = 3;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Follows one generation. */
export class GrammarMatcher implements Matcher {
  private readonly cursor: Cursor;
  private readonly ahead: Cursor;
  /** where each accepted step began */
  private readonly frames: Frame[] = [];
  private places = new Int32Array(RECORD * 64);
  private steps = 0;

  constructor(
    start: Frame,
    private readonly vocabulary: TrieVocabulary,
    private readonly masks: MaskFiller,
    allowsSpaces: boolean,
  ) {
    this.cursor = new Cursor(start, allowsSpaces);
    this.ahead = new Cursor(start, allowsSpaces, this.cursor.log);
  }

  fillTokenMask(mask: Uint32Array): void {
    if (mask.length !== this.vocabulary.maskWords) {
      throw new GrammarError(
        'token_mask_size_mismatch',
        `The mask has ${mask.length} words, the vocabulary ${this.vocabulary.maskWords}.`,
        {
          details: { expected: this.vocabulary.maskWords, actual: mask.length },
        },
      );
    }
    this.masks.fill(this.cursor, mask);
  }

  acceptToken(tokenId: number): boolean {
    const bytes = this.vocabulary.tokenBytes[tokenId];
    if (bytes === undefined) return false;
    if (bytes.length > 0) return this.acceptBytes(bytes);
    if (!this.vocabulary.stopTokenIds.includes(tokenId) || !this.isComplete()) return false;
    this.remember();
    return true;
  }

  acceptText(text: string): boolean {
    return this.acceptBytes(encoder.encode(text));
  }

  rollback(steps: number): void {
    if (!Number.isInteger(steps) || steps < 0 || steps > this.steps) {
      throw new GrammarError('invalid_request', `Cannot roll back ${steps} steps of ${this.steps}.`, {
        details: { steps, accepted: this.steps },
      });
    }
    if (steps === 0) return;
    this.steps -= steps;
    this.restore(this.steps);
    this.frames.length = this.steps;
  }

  isComplete(): boolean {
    return this.cursor.isComplete();
  }

  forcedText(): string {
    const { ahead } = this;
    const { frame, lexeme, spaces, length } = this.cursor;
    ahead.moveTo(frame, lexeme, spaces, length);
    const bytes: number[] = [];
    while (bytes.length < MAX_FORCED_BYTES && !ahead.isComplete()) {
      const byte = ahead.onlyNextByte();
      if (byte === NO_ONLY_BYTE) break;
      ahead.step(byte);
      bytes.push(byte);
    }
    return decoder.decode(Uint8Array.from(bytes.slice(0, wholeCharacters(bytes))));
  }

  private acceptBytes(bytes: Uint8Array): boolean {
    this.remember();
    for (let i = 0; i < bytes.length; i++) {
      if (this.cursor.step(bytes[i]!)) continue;
      this.restore(--this.steps);
      this.frames.length = this.steps;
      return false;
    }
    return true;
  }

  private remember(): void {
    const at = this.steps * RECORD;
    if (at === this.places.length) {
      const longer = new Int32Array(at * 2);
      longer.set(this.places);
      this.places = longer;
    }
    this.frames.push(this.cursor.frame);
    this.places[at] = this.cursor.lexeme;
    this.places[at + 1] = this.cursor.spaces;
    this.places[at + 2] = this.cursor.length;
    this.steps++;
  }

  private restore(step: number): void {
    const at = step * RECORD;
    this.cursor.moveTo(this.frames[step]!, this.places[at]!, this.places[at + 1]!, this.places[at + 2]!);
  }
}

/** How many of the bytes make whole UTF-8 characters. */
function wholeCharacters(bytes: readonly number[]): number {
  let lead = bytes.length - 1;
  while (lead >= 0 && (bytes[lead]! & 0xc0) === 0x80) lead--;
  if (lead < 0) return 0;
  const byte = bytes[lead]!;
  const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  return lead + size <= bytes.length ? bytes.length : lead;
}
