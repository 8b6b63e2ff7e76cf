import { foldWord } from '../normalise/index.js';
import type { TextIndex } from './text-index.js';

/** A stretch of tokens as UTF-16 offsets. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const MAX_OCCURRENCES = 2000;
/** what may stand between the words of an option: nothing, spaces of any kind, `_`, `-`, `/`, `.`, `&`, `'` */
const LOOSE_GAP = /^[\s_\-‐‑–/.&'’]{0,4}$/u;

const BORDERED_BY_LETTER = [/[\p{L}\p{M}\p{N}]$/u, /^[\p{L}\p{M}\p{N}]/u] as const;

/** The verbatim occurrences of a value that stand at word borders: `a@b.org`, `C++`. */
export function findExact(text: string, value: string): Stretch[] {
  const found: Stretch[] = [];
  if (value.trim() === '') return found;
  const [endsInLetter, beginsWithLetter] = BORDERED_BY_LETTER;
  for (let start = text.indexOf(value); start >= 0 && found.length < MAX_OCCURRENCES; start = text.indexOf(value, start + 1)) {
    const end = start + value.length;
    const before = text.slice(Math.max(0, start - 2), start);
    const isInside =
      (beginsWithLetter.test(value) && endsInLetter.test(before)) ||
      (endsInLetter.test(value) && beginsWithLetter.test(text.slice(end, end + 2)));
    if (!isInside) found.push({ start, end });
  }
  return found;
}

/** `inProgress`, `IN_PROGRESS` and `in-progress` are the same words. */
export function wordsOf(phrase: string): string[] {
  const parted = phrase.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return (parted.match(/[0-9]+|(?:\p{L}|\p{M})+/gu) ?? []).map(foldWord);
}

/**
 * The places where the words of a phrase stand one after another, without regard to case, diacritics, underscores and hyphens,
 * always at word borders. Words of the text that run together (`inprogress`) count too.
 */
export function findPhrase(index: TextIndex, phrase: string): Stretch[] {
  const words = wordsOf(phrase);
  if (words.length === 0) return [];
  const joined = words.length > 1 ? findSequence(index, [words.join('')]) : [];
  const found = [...findSequence(index, words), ...joined];
  // A letter or two are a code (M, XL): only the same case is the same code.
  const isCode = words.join('').length <= 2;
  return found.filter(({ start, end }) => !isCode || index.scan.text.slice(start, end) === phrase).sort((a, b) => a.start - b.start);
}

function findSequence(index: TextIndex, words: readonly string[]): Stretch[] {
  const { tokens, text } = index.scan;
  const starts = index.tokensByText.get(words[0]!) ?? [];
  const found: Stretch[] = [];
  for (const first of starts.slice(0, MAX_OCCURRENCES)) {
    let at = first;
    let matched = 1;
    while (matched < words.length) {
      let next = at + 1;
      while (tokens[next]?.kind === 'mark' && next - at < 4) next++;
      if (tokens[next]?.text !== words[matched] || !LOOSE_GAP.test(text.slice(tokens[at]!.end, tokens[next]!.start))) break;
      at = next;
      matched++;
    }
    if (matched === words.length) found.push({ start: tokens[first]!.start, end: tokens[at]!.end });
  }
  return found;
}
