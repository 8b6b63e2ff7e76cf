/** One key as a segment of a JSON pointer, and back. RFC 6901, sections 3 and 4. */
export const escapePointerSegment = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
export const unescapePointerSegment = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');
