/**
 * Which strings pass as `time` and `date-time`.
 * - `rfc3339`: as the specification says, with a zone (`08:30:00Z`).
 * - `local`: those, and the same without a zone, seconds optional (`08:30`, `2026-03-01T08:30:00`). Texts rarely print a zone, so the
 *   embedded model writes these, and a zone would be an invention.
 */
export type FormatMode = 'rfc3339' | 'local';

export interface AjvValidatorConfig {
  /** @default 'local' */
  readonly formatMode?: FormatMode;
  /** compiled schemas kept at most, 1 … 10,000; the least recently used goes first. @default 100 */
  readonly maxCompiled?: number;
}

export const ajvValidatorDefaults = Object.freeze({ formatMode: 'local', maxCompiled: 100 }) satisfies Required<AjvValidatorConfig>;
