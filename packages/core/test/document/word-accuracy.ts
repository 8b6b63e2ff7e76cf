/** Words of a text: what stands between blanks, and holds a letter, a digit or a currency sign. Marks of Markdown tables and headings are none. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}\p{Sc}]/u.test(word));
}

/**
 * Share of the words that were read right and in their place, 0 to 1: one less the edit distance in words (a word wrong, missing or too much
 * counts one) over the number of expected words.
 */
export function wordAccuracy(expected: string, actual: string): number {
  const [wanted, found] = [wordsOf(expected), wordsOf(actual)];
  let row = Array.from({ length: found.length + 1 }, (_, index) => index);
  for (const [index, word] of wanted.entries()) {
    const next = [index + 1];
    for (let at = 0; at < found.length; at++) {
      next.push(Math.min(row[at]! + (word === found[at] ? 0 : 1), row[at + 1]! + 1, next[at]! + 1));
    }
    row = next;
  }
  return Math.max(0, 1 - row[found.length]! / wanted.length);
}
