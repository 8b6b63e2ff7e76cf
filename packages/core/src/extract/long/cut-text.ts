/** A stretch of a long text: UTF-16 offsets, the end exclusive. */
export interface TextChunk {
  readonly start: number;
  readonly end: number;
}

export interface CutOptions {
  /** tokens of one chunk, at most */
  readonly maxTokens: number;
  /** tokens at the end of a chunk that the next one begins with again, at most: what stands across a cut is whole in one of the two */
  readonly overlapTokens: number;
  /** tokens of a stretch of text */
  readonly countTokens: (text: string) => number;
  /** called between stretches of work, so that the event loop is not blocked */
  readonly pause?: () => Promise<void>;
}

interface Unit extends TextChunk {
  readonly tokens: number;
  /** true where a blank line, or the end of the text, comes after */
  readonly endsParagraph: boolean;
}

const LINE = /[^\r\n]*(?:\r\n|\r|\n|$)/gu;
/** A line is taken apart behind the end of a sentence, else behind a space. */
const PART_OF_LINE = /[^.!?。！？\s]*(?:[.!?。！？]+|\s+|$)/gu;
const UNITS_BETWEEN_PAUSES = 10;
/** The last part of a chunk in which the end of a paragraph is preferred as its cut. */
const PREFERRED_SHARE = 0.4;

/** Parts of a text by a pattern that matches everywhere, without empty ones. */
function partsOf(text: string, pattern: RegExp, from: number): TextChunk[] {
  return [...text.matchAll(pattern)]
    .filter(([part]) => part !== '')
    .map((match) => ({ start: from + match.index, end: from + match.index + match[0].length }));
}

/** Halves a stretch without borders until it fits; never between the halves of a surrogate pair. */
function halve(text: string, { start, end }: TextChunk, options: CutOptions): Unit[] {
  const tokens = options.countTokens(text.slice(start, end));
  if (tokens <= options.maxTokens || end - start < 2) return [{ start, end, tokens, endsParagraph: false }];
  let middle = (start + end) >> 1;
  if (/[\uDC00-\uDFFF]/.test(text[middle]!) && middle - 1 > start) middle--;
  return [...halve(text, { start, end: middle }, options), ...halve(text, { start: middle, end }, options)];
}

/** Lines; and words of those lines that are too long for a chunk of their own. */
async function* unitsOf(text: string, options: CutOptions): AsyncGenerator<Unit> {
  const lines = partsOf(text, LINE, 0);
  const longest = Math.max(1, Math.floor(options.maxTokens / 4));
  for (const [i, line] of lines.entries()) {
    if (i % UNITS_BETWEEN_PAUSES === 0) await options.pause?.();
    const printed = text.slice(line.start, line.end);
    const tokens = options.countTokens(printed);
    const next = lines[i + 1];
    const endsParagraph = next === undefined || text.slice(next.start, next.end).trim() === '';
    if (tokens <= longest) {
      yield { ...line, tokens, endsParagraph };
      continue;
    }
    for (const [j, part] of partsOf(printed, PART_OF_LINE, line.start).entries()) {
      if (j % UNITS_BETWEEN_PAUSES === 0) await options.pause?.();
      yield* halve(text, part, options);
    }
  }
}

/**
 * The last unit of a chunk that begins with unit `first`: at the end of a paragraph where one is near, else as far as there is room.
 * @param before - the last unit of the chunk before: this one goes further
 */
function lastUnit(units: readonly Unit[], first: number, before: number, maxTokens: number): number {
  let last = first;
  let paragraph = -1;
  for (let sum = units[first]!.tokens; last + 1 < units.length; last++) {
    sum += units[last + 1]!.tokens;
    if (sum > maxTokens) break;
    if (last + 1 > before && units[last + 1]!.endsParagraph && sum >= maxTokens * (1 - PREFERRED_SHARE)) paragraph = last + 1;
  }
  return last + 1 < units.length && paragraph >= 0 ? paragraph : last;
}

/** The first unit of the next chunk: goes back as far as the overlap allows and leaves room for the unit after `last`, and always on from `first`. */
function nextFirst(units: readonly Unit[], first: number, last: number, { overlapTokens, maxTokens }: CutOptions): number {
  const room = Math.min(overlapTokens, maxTokens - units[last + 1]!.tokens);
  let next = last + 1;
  for (let sum = 0; next - 1 > first; next--) {
    sum += units[next - 1]!.tokens;
    if (sum > room) break;
  }
  return next;
}

/**
 * Cuts a text into overlapping chunks that each fit a model's window: at the ends of paragraphs and lines where there are some, else behind
 * sentences and words.
 * @returns chunks in order; together they cover the whole text
 */
export async function cutText(text: string, options: CutOptions): Promise<TextChunk[]> {
  const units: Unit[] = [];
  for await (const unit of unitsOf(text, options)) units.push(unit);
  const chunks: TextChunk[] = [];
  let last = -1;
  for (let first = 0; first < units.length; ) {
    last = lastUnit(units, first, last, options.maxTokens);
    chunks.push({ start: units[first]!.start, end: units[last]!.end });
    if (last + 1 >= units.length) break;
    first = nextFirst(units, first, last, options);
  }
  return chunks;
}
