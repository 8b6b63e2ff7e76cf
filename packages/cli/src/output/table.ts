import Table from 'cli-table3';
import { toSafeText } from './safe-text.js';

const NO_BORDER = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
);

/** Rows under a head, as wide as they need to be: a shortened value would be a wrong one. */
export function drawTable(head: readonly string[], rows: readonly (readonly string[])[], style: 'bordered' | 'plain'): string {
  const table = new Table({
    head: [...head],
    // Colours would end up in files.
    style: style === 'plain' ? { head: [], border: [], 'padding-left': 0, 'padding-right': 2 } : { head: [], border: [] },
    ...(style === 'plain' ? { chars: NO_BORDER } : {}),
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replace(/ +$/gm, '');
}

/** A value in a cell: strings as they are, anything else as JSON. */
export function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return toSafeText(typeof value === 'string' ? value : JSON.stringify(value));
}
