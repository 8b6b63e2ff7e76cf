/** One more step in a JSON pointer (RFC 6901 §3: `~` and `/` are escaped). */
export const appendPointer = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The JSON pointer of a path of keys; the empty path is the whole document. */
export const pointerOf = (path: readonly (string | number)[]): string => path.reduce<string>(appendPointer, '');
