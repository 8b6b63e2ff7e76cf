/** A schema object as it was given. */
export type RawSchema = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901, section 3. */
export function escapePointer(step: string): string {
  if (!step.includes('/') && !step.includes('~')) return step;
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
