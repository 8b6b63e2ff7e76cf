/**
 * Text of strangers on a terminal: control characters can move the cursor, change the title or reorder what is shown, so they are
 * printed as escapes. C0, DEL, C1, the line and paragraph separators, and the bidirectional controls of Unicode (UAX #9, section 2).
 */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeCharacter = (character: string) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One line that shows every character of `text`. */
export const toSafeText = (text: string) => text.replace(UNSAFE, escapeCharacter);

/** JSON that is safe to show; parses to the same value. */
export function toSafeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent);
  // Line breaks of the indentation stay; inside strings JSON has none.
  return json.replace(UNSAFE, (character) => (character === '\n' ? character : escapeCharacter(character)));
}
