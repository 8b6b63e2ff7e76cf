import { DecodeError } from '../errors/index.js';
import type { Matcher } from '../grammar/types.js';
import { JsonCursor } from '../json/json-cursor.js';
import type { TokenTrie } from '../tokenizer/token-trie.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { tokensOfRest } from './content-tokens.js';
import { likelyStretch } from './drafts/continuation.js';
import { DraftLength } from './drafts/draft-length.js';
import { type Draft, DraftWriter, NO_DRAFT } from './drafts/draft-writer.js';
import type { ValueGuesser } from './drafts/value-guesser.js';
import type { DecodedLeaf } from './leaf.js';
import { EvidenceTrail, type GrowingEvidence } from './leaf-evidence.js';
import type { Sampler } from './sampler.js';
import { cutIntoSegments, type Segment } from './segments.js';
import { hasToken, isEmptyMask, maskWords, nextToken } from './token-mask.js';
import type { VerbatimIndex } from './verbatim-index.js';
import { VerbatimWalk } from './verbatim-walk.js';
import { findViableStretches } from './viable-stretches.js';

/**
 * How the content of one string value may be written: copied from the text, copied where the grammar takes only some stretches (a pattern,
 * a format), or written freely.
 */
export type StringPolicy = 'verbatim' | 'constrained' | 'free';

export interface GenerationConfig {
  readonly tokenizer: Tokenizer;
  readonly trie: TokenTrie;
  readonly matcher: Matcher;
  readonly sampler: Sampler;
  readonly source: VerbatimIndex;
  /** asked once per string value */
  readonly policyOf: (pointer: string) => StringPolicy;
  readonly promptIds: readonly number[];
  /** positions of the KV cache that already hold the beginning of the prompt */
  readonly cachedPositions: number;
  /** positions of the KV cache that this generation may use */
  readonly maxPositions: number;
  /** decided and forced tokens of the answer, at most; what is left open then is closed without the model */
  readonly maxOutputTokens: number;
  /** longest number, in characters, where the grammar lets it end */
  readonly maxNumberLength: number;
  /** items of one list, at most, where the grammar lets it end */
  readonly maxListItems: number;
  /** prompt tokens fed in one run: bounds the time until an abort is noticed */
  readonly prefillChunk: number;
  /** what drafts are written from; no drafts without it. Only for a model whose logits do not depend on how tokens share runs. */
  readonly guesser?: ValueGuesser;
  /** JSON pointers of the values that are wanted: once they are decided, the rest is closed without the model. @default the whole answer */
  readonly wanted?: readonly string[];
}

export interface GenerationRun {
  readonly position: number;
  readonly tokenIds: readonly number[];
  readonly logitIndexes: readonly number[];
}

const QUOTE = '"';
const NULL = 'null';
const COMMA = 0x2c;
/** What closes an answer soonest, in this order; a comma comes before a digit, or a number would never end. */
const WAYS_OUT = [QUOTE, NULL, ']', '}', ',', '0', 'false', 'true'] as const;
const MAX_CLOSING_STEPS = 20_000;
const decoder = new TextDecoder();

/**
 * One answer while it is written, as a state machine without a model: `nextRun` says what to feed, `accept` takes the logits.
 * Text without an alternative is never decided; it is fed with the next decision, and so is a draft of what may come after. Each drafted
 * token is kept only where the model's own decision is the same, so that drafts change the number of runs and nothing else.
 */
export class Generation {
  readonly #config: GenerationConfig;
  readonly #cursor = new JsonCursor();
  readonly #mask: Uint32Array;
  readonly #walk: VerbatimWalk;
  readonly #quoteToken: number;
  /** tokens that say that there is no value, or no further one */
  readonly #absentTokens: readonly number[];
  readonly #trail = new EvidenceTrail();
  /** answer in bytes */
  #answer = new Uint8Array(256);
  #length = 0;
  #promptAt: number;
  #position: number;
  /** accepted tokens that the model has not seen */
  #pending: number[] = [];
  readonly #drafts: DraftWriter | undefined;
  readonly #draftLength = new DraftLength();
  /** fed with the last run, and confirmed up to `#confirmed` */
  #draft: Draft = NO_DRAFT;
  #confirmed = 0;
  /** UTF-16 offset behind the value that was copied last */
  #copiedUpTo = 0;
  #isVerbatim = false;
  #leaf: LeafUnderWay | undefined;
  #numberStart = 0;
  /** tokens of the string content or number being written */
  #scalarTokens: number[] = [];
  readonly leaves: DecodedLeaf[] = [];
  outputTokens = 0;
  isTruncated = false;
  isDone = false;
  /** a required string has to follow a rule that no stretch of the text follows: going on would mean to invent it */
  isHopeless = false;

  constructor(config: GenerationConfig) {
    this.#config = config;
    this.#mask = new Uint32Array(maskWords(config.tokenizer.vocabSize));
    this.#quoteToken = config.tokenizer.encode(QUOTE)[0]!;
    this.#absentTokens = [NULL, ']'].map((text) => config.tokenizer.encode(text)[0]!);
    this.#walk = new VerbatimWalk(config.source, config.tokenizer.tokenBytes, this.#quoteToken);
    this.#drafts = config.guesser && new DraftWriter(config.matcher, config.tokenizer, config.guesser);
    this.#promptAt = config.cachedPositions;
    this.#position = config.cachedPositions;
    this.#takeForced();
  }

  /** the answer so far; whole once `isDone` */
  get text(): string {
    return decoder.decode(this.#answer.subarray(0, this.#length));
  }

  /** the scalar values that are written to their end */
  get closedLeaves(): readonly DecodedLeaf[] {
    const { place } = this.#cursor;
    const isUnderWay = !this.isDone && (place === 'string' || place === 'number' || place === 'literal');
    return isUnderWay ? this.leaves.slice(0, -1) : this.leaves;
  }

  /** JSON pointer of the innermost object or list that is still being written; undefined where there is none */
  get openContainer(): string | undefined {
    return this.#cursor.depth === 0 ? undefined : this.#cursor.containerPointer;
  }

  /** @returns the next tokens to feed, or undefined once the answer is whole */
  nextRun(): GenerationRun | undefined {
    if (this.isDone || this.isHopeless) return undefined;
    if (this.#hasAllWanted()) {
      this.#closeWithoutModel();
      return undefined;
    }
    const { promptIds, prefillChunk } = this.#config;
    const left = promptIds.length - this.#promptAt;
    if (left > prefillChunk) {
      const position = this.#position;
      const tokenIds = promptIds.slice(this.#promptAt, this.#promptAt + prefillChunk);
      this.#promptAt += prefillChunk;
      this.#position += prefillChunk;
      return { position, tokenIds, logitIndexes: [] };
    }
    if (left === 0 && this.#isAtLimit()) {
      this.isTruncated = true;
      this.#closeWithoutModel();
      return undefined;
    }
    const known = [...promptIds.slice(this.#promptAt), ...this.#pending];
    this.#promptAt = promptIds.length;
    this.#pending = [];
    return this.#runWithDraft(known);
  }

  /** @param known - tokens that are not drafted, after which a decision is due */
  #runWithDraft(known: readonly number[]): GenerationRun {
    const position = this.#position;
    this.#position += known.length;
    this.#draft = this.#writeDraft();
    this.#confirmed = 0;
    return {
      position,
      tokenIds: [...known, ...this.#draft.tokenIds],
      logitIndexes: [0, ...this.#draft.decisionsAfter].map((count) => known.length - 1 + count),
    };
  }

  #writeDraft(): Draft {
    if (!this.#drafts) return NO_DRAFT;
    const start = {
      cursor: this.#cursor,
      scalarTokens: this.#scalarTokens,
      continuation: this.#likelyContinuation(),
      after: this.#copiedUpTo,
    };
    return this.#drafts.write(start, Math.min(this.#draftLength.tokens, this.#config.maxPositions - this.#position));
  }

  #likelyContinuation(): string | undefined {
    if (this.#cursor.place !== 'string' || !this.#isVerbatim || this.#walk.length === 0) return undefined;
    const { source } = this.#config.source;
    const from = this.#walk.firstLiveStart + this.#walk.length;
    return source.isBorder(from) ? likelyStretch(source, from) : undefined;
  }

  #hasAllWanted(): boolean {
    const { wanted } = this.#config;
    if (wanted === undefined) return false;
    const closed = this.closedLeaves;
    return wanted.every((pointer) => closed.some((leaf) => leaf.pointer === pointer));
  }

  #isAtLimit(): boolean {
    const { maxPositions, maxOutputTokens } = this.#config;
    return this.#position + this.#confirmed + this.#pending.length > maxPositions || this.outputTokens >= maxOutputTokens;
  }

  /** @param logits - one row for each of the positions asked for by the last `nextRun`; empty where it asked for none */
  accept(logits: Float32Array): void {
    if (logits.length === 0) return;
    const { vocabSize } = this.#config.tokenizer;
    this.#decide(logits, 0);
    this.#draft.decisionsAfter.forEach((count, i) => {
      const isConfirmed = this.#pending.length === 0 && this.#confirmed === count;
      if (isConfirmed && !this.isDone && !this.isHopeless && !this.#hasAllWanted() && !this.#isAtLimit())
        this.#decide(logits, (i + 1) * vocabSize);
    });
    this.#draftLength.learn(this.#draft.tokenIds.length, this.#confirmed);
    this.#position += this.#confirmed;
    this.#confirmed = 0;
    this.#draft = NO_DRAFT;
  }

  /** @param offset - where the row of this decision begins in `logits` */
  #decide(logits: Float32Array, offset: number): void {
    this.#prepareMask();
    const { token, logProbability, logTotal } = this.#config.sampler.choose(logits, offset, this.#mask);
    this.#takeDecided(token, logProbability, this.#absence(logits, offset, logTotal));
    this.#takeForced();
  }

  /** How probable it is, where a value or the end of a list may come next, that there is none. */
  #absence(logits: Float32Array, offset: number, logTotal: number): number {
    const { place } = this.#cursor;
    if (place === 'string' || place === 'key') return 0;
    let sum = 0;
    for (const token of this.#absentTokens) if (hasToken(this.#mask, token)) sum += Math.exp(logits[offset + token]! - logTotal);
    return sum;
  }

  /** Allowed tokens of the next decision, into `#mask`. */
  #prepareMask(): void {
    const { matcher, maxNumberLength, maxListItems } = this.#config;
    matcher.fillTokenMask(this.#mask);
    const { place } = this.#cursor;
    if (place === 'value') this.#refuseHopelessString();
    if (place === 'string' && this.#isVerbatim) this.#narrowToSource();
    else if (place === 'number' && this.#length - this.#numberStart >= maxNumberLength) this.#keepIfAny((first) => !isNumberByte(first));
    else if (this.#cursor.isInArray && this.#cursor.arrayIndex + 1 >= maxListItems) this.#keepIfAny((first) => first !== COMMA);
  }

  /** Where no stretch of the text follows the rules of a string, a string is no choice: null is. */
  #refuseHopelessString(): void {
    const { matcher, policyOf, source } = this.#config;
    if (!hasToken(this.#mask, this.#quoteToken) || policyOf(this.#cursor.pointer) !== 'constrained') return;
    matcher.acceptText(QUOTE);
    const viable = findViableStretches(source.source, matcher);
    matcher.rollback(1);
    if (viable?.size === 0) this.#keepIfAny((first) => first !== 0x22);
  }

  /** The source may hold nothing that the grammar takes (a pattern, say): then the string is written freely. */
  #narrowToSource(): void {
    this.#walk.narrow(this.#mask);
    if (!isEmptyMask(this.#mask)) return;
    this.#isVerbatim = false;
    this.#config.matcher.fillTokenMask(this.#mask);
  }

  /** Drops the tokens whose first byte is refused, unless nothing would be left. */
  #keepIfAny(keep: (firstByte: number) => boolean): void {
    const { tokenBytes } = this.#config.tokenizer;
    const before = this.#mask.slice();
    for (let token = nextToken(before, 0); token >= 0; token = nextToken(before, token + 1)) {
      if (!keep(tokenBytes[token]![0]!)) this.#mask[token >> 5]! &= ~(1 << (token & 31));
    }
    if (isEmptyMask(this.#mask)) this.#mask.set(before);
  }

  /** @param pAbsent - probability of null, or of the end of the list, where they were choices */
  #takeDecided(token: number, logProbability: number, pAbsent: number): void {
    const { matcher, tokenizer } = this.#config;
    if (!matcher.acceptToken(token)) throw new DecodeError('extraction_failed', `the grammar refused token ${token}, which it had offered`);
    const bytes = tokenizer.tokenBytes[token]!;
    if (bytes.length === 0) {
      this.#finish();
      return;
    }
    const { place } = this.#cursor;
    if (place === 'value') this.#beginDecided(bytes[0]!, logProbability, pAbsent);
    else if (place !== 'structure' && this.#leaf) {
      this.#leaf.logProbability += logProbability;
      this.#trail.add(this.#leaf.evidence, logProbability);
    }
    const goesOn = bytes[0] === COMMA && this.#cursor.isInArray && place !== 'string';
    this.#append(token, bytes);
    if (goesOn) this.#trail.goOn(this.#cursor.pointer, logProbability, pAbsent);
  }

  #beginDecided(firstByte: number, logProbability: number, pAbsent: number): void {
    const { pointer } = this.#cursor;
    if (!opensOrClosesContainer(firstByte, 'value'))
      this.#beginLeaf(this.#trail.begin(pointer, firstByte, logProbability, pAbsent), logProbability);
    else this.#trail.open(pointer, pAbsent);
  }

  #beginLeaf(evidence: GrowingEvidence, logProbability = 0, from = this.#length): void {
    this.#leaf = { pointer: this.#cursor.pointer, from, logProbability, evidence };
    this.leaves.push(this.#leaf);
  }

  #append(token: number, bytes: Uint8Array): void {
    const before = this.#cursor.place;
    if (before === 'string') this.#followContent(token, bytes);
    if (this.#length + bytes.length > this.#answer.length) {
      const grown = new Uint8Array(2 * (this.#length + bytes.length));
      grown.set(this.#answer);
      this.#answer = grown;
    }
    this.#answer.set(bytes, this.#length);
    this.#length += bytes.length;
    const isDrafted = this.#pending.length === 0 && this.#draft.tokenIds[this.#confirmed] === token;
    if (isDrafted) this.#confirmed++;
    else this.#pending.push(token);
    this.outputTokens++;
    this.#cursor.feed(bytes);
    const after = this.#cursor.place;
    if (after === before && (after === 'number' || after === 'string')) this.#scalarTokens.push(token);
    else this.#scalarTokens = after === 'number' ? [token] : [];
    if (after === 'number' && before !== 'number') this.#numberStart = this.#length - bytes.length;
    if (after === 'string' && before !== 'string') this.#beginContent();
  }

  #beginContent(): void {
    const { pointer } = this.#cursor;
    if (this.#leaf?.pointer !== pointer || this.leaves.at(-1) !== this.#leaf) {
      // The opening quote was forced, so no decision has begun this leaf yet.
      this.#beginLeaf(this.#trail.beginForced(pointer), 0, this.#length - 1);
    }
    const policy = this.#config.policyOf(pointer);
    const viable = policy === 'constrained' ? findViableStretches(this.#config.source.source, this.#config.matcher) : undefined;
    this.isHopeless ||= viable?.size === 0;
    this.#isVerbatim = policy !== 'free';
    this.#walk.begin(viable);
  }

  #followContent(token: number, bytes: Uint8Array): void {
    const closes = bytes.length === 1 && bytes[0] === 0x22 && !this.#cursor.isEscaped;
    if (!closes) {
      if (this.#isVerbatim) this.#walk.accept(token);
      return;
    }
    if (this.#isVerbatim && this.#leaf && this.#walk.length > 0) {
      this.#leaf.sourceStarts = this.#walk.liveStarts;
      this.#leaf.sourceLength = this.#walk.length;
      this.#trail.closeCopied(this.#leaf.evidence, decoder.decode(this.#answer.subarray(this.#leaf.from, this.#length)));
      this.#copiedUpTo = this.#config.source.source.unitOf[this.#walk.firstLiveStart + this.#walk.length]!;
    }
  }

  /** Appends what has no alternative, cut as the model was trained to see it. */
  #takeForced(): void {
    const { matcher } = this.#config;
    for (;;) {
      if (this.isDone || this.isHopeless) return;
      const forced = matcher.forcedText();
      if (forced === '') break;
      for (const segment of cutIntoSegments(forced, this.#cursor)) this.#appendSegment(segment);
    }
    if (matcher.isComplete() && this.#cursor.place === 'end') this.#finish();
  }

  #appendSegment(segment: Segment): void {
    const { matcher, tokenizer } = this.#config;
    if (!matcher.acceptText(segment.text))
      throw new DecodeError('extraction_failed', `the grammar refused its own forced text ${JSON.stringify(segment.text)}`);
    if (this.#cursor.place === 'value' && !opensOrClosesContainer(segment.text.charCodeAt(0), 'value'))
      this.#beginLeaf(this.#trail.beginForced(this.#cursor.pointer));
    const tokens = segment.kind === 'content' ? tokensOfRest(tokenizer, this.#scalarTokens, segment.text) : tokenizer.encode(segment.text);
    for (const token of tokens) this.#append(token, tokenizer.tokenBytes[token]!);
  }

  #finish(): void {
    this.isDone = true;
    this.#leaf = undefined;
  }

  /** Takes the shortest way out that the grammar offers: for answers that reach a limit. */
  #closeWithoutModel(): void {
    const { matcher, tokenizer } = this.#config;
    const preferred = WAYS_OUT.map((text) => tokenizer.encode(text)[0]!);
    for (let step = 0; step < MAX_CLOSING_STEPS && !this.isDone; step++) {
      matcher.fillTokenMask(this.#mask);
      const token = preferred.find((id) => hasToken(this.#mask, id)) ?? nextToken(this.#mask, 0);
      if (token < 0) break;
      this.#takeDecided(token, Number.NEGATIVE_INFINITY, 0);
      this.#takeForced();
    }
    if (!this.isDone) throw new DecodeError('extraction_failed', 'the answer could not be closed within its limits');
  }
}

interface LeafUnderWay extends DecodedLeaf {
  readonly evidence: GrowingEvidence;
}

const numberBytes = new Set(new TextEncoder().encode('0123456789+-.eE'));
const isNumberByte = (byte: number) => numberBytes.has(byte);

const containerBytes = new Set(new TextEncoder().encode('{[]}'));
const opensOrClosesContainer = (byte: number, place: JsonCursor['place']) => place === 'value' && containerBytes.has(byte);
