import type { Columns } from './raw-row.js';

/** A column by its name, or, where the name begins with a slash, a value inside by JSON pointer (RFC 6901). */
export function columnOf(columns: Columns, name: string): unknown {
  if (Object.hasOwn(columns, name)) return columns[name];
  if (!name.startsWith('/')) return undefined;
  const steps = name
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Columns)[step] : undefined),
    columns,
  );
}

/** How a cell reads; undefined for what is empty or no scalar. */
export function cellText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return value instanceof Date ? value.toISOString() : undefined;
}
