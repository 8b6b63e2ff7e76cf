import { type CodePointSet, codePointSet, complementOf, MAX_CODE_POINT } from './code-point-set.js';
import { RegexInvalid } from './syntax.js';

/** The classes of ECMA-262, 22.2.2.9 "CharacterClassEscape" and 22.2.2.7 "Atom" (for the dot). */
export const DIGITS: CodePointSet = [0x30, 0x39];
export const WORD_CHARACTERS: CodePointSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const SPACES: CodePointSet = codePointSet([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
const LINE_ENDS: CodePointSet = codePointSet([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]);
export const NOT_LINE_END: CodePointSet = complementOf(LINE_ENDS);

const properties = new Map<string, CodePointSet>();

/**
 * The code points of `\p{name}`, read off the engine's own Unicode tables: one test per code point (some 40 ms), once per property and process.
 * @throws {RegexInvalid} for a name that ECMA-262 does not list.
 */
export function unicodeProperty(name: string): CodePointSet {
  const known = properties.get(name);
  if (known !== undefined) return known;
  let test: RegExp;
  try {
    test = new RegExp(`\\p{${name}}`, 'u');
  } catch {
    throw new RegexInvalid(`"${name}" is no Unicode property of ECMA-262`);
  }
  const set: number[] = [];
  for (let codePoint = 0; codePoint <= MAX_CODE_POINT; codePoint++) {
    if (!test.test(String.fromCodePoint(codePoint))) continue;
    if (set.length > 0 && set[set.length - 1] === codePoint - 1) set[set.length - 1] = codePoint;
    else set.push(codePoint, codePoint);
  }
  properties.set(name, set);
  return set;
}
