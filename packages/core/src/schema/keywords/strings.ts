import { formatVerdict } from '../formats.js';
import type { Place } from '../place.js';
import { parseRegex } from '../regex/parse-regex.js';
import { RegexInvalid, RegexUnsupported } from '../regex/syntax.js';

/** The keywords that `parseStrings` reads. */
export const stringKeywords: readonly string[] = ['minLength', 'maxLength', 'pattern', 'format'];

/**
 * `minLength`, `maxLength`, `pattern` and `format`; lengths count code points, patterns match anywhere.
 * @see JSON Schema Validation 2020-12, sections 6.3 and 7
 */
export function parseStrings(place: Place): void {
  if (place.has('minLength')) {
    place.assert('minLength', { kind: 'length', min: place.count('minLength', 0), max: Number.POSITIVE_INFINITY });
  }
  if (place.has('maxLength')) place.assert('maxLength', { kind: 'length', min: 0, max: place.count('maxLength', 0) });
  if (place.has('pattern')) {
    const source = place.raw.pattern;
    if (typeof source !== 'string') throw place.invalid('pattern', 'a string');
    if (canBuildPattern(place, 'pattern', source)) place.assert('pattern', { kind: 'pattern', source });
  }
  if (place.has('format')) parseFormat(place);
}

/** Refuses a pattern that no automaton can be built for. */
export function canBuildPattern(place: Place, keyword: string, source: string): boolean {
  try {
    parseRegex(source);
    return true;
  } catch (error) {
    if (error instanceof RegexInvalid) throw place.invalid(keyword, `a regular expression (${error.message})`);
    if (!(error instanceof RegexUnsupported)) throw error;
    place.refused(keyword, error.message);
    return false;
  }
}

function parseFormat(place: Place): void {
  const name = place.raw.format;
  if (typeof name !== 'string') throw place.invalid('format', 'a string');
  const verdict = formatVerdict(name);
  if (verdict === undefined) return;
  if (verdict === 'enforced') {
    place.assert('format', { kind: 'format', name });
    return;
  }
  place.checked('format', `no automaton can tell all of "${name}"`);
  place.demand('format', { kind: 'format', name });
}
