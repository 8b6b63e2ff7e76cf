/** Unix time in milliseconds; tests pass their own. */
export type Clock = () => number;

/** `2026-11`: the calendar month in UTC that quotas count by. */
export const monthOf = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 7);

/** Unix time in milliseconds at which the month after this one begins. */
export function nextMonthAt(unixMs: number): number {
  const date = new Date(unixMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
