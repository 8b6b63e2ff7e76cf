import { usageError } from '../../errors/cli-error.js';
import { cellText, columnOf } from './column.js';
import type { Columns } from './raw-row.js';

/** Whether a row is wanted. */
export type Condition = (columns: Columns) => boolean;

/**
 * Longer operators first: `>=` must not be read as `>` with a value that begins with `=`. In a JSON pointer `~0` and `~1` are no operators.
 */
const FORM = /^(\/(?:[^~!=<>]|~[01])*|.+?)(!=|!~|>=|<=|=|~|>|<)(.*)$/su;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/**
 * Reads one `--where`: `COLUMN=VALUE`, `!=`, `~REGEX`, `!~`, or a comparison of numbers. Nothing of it is run as code.
 * @throws {CliError} `invalid_request`
 */
export function parseCondition(expression: string): Condition {
  const parts = FORM.exec(expression);
  if (parts === null) throw usageError(`--where "${expression}": expected COLUMN=VALUE, or one of != ~ !~ > < >= <= instead of =`);
  const [column, operator, value] = [parts[1]!.trim(), parts[2]!, parts[3]!.trim()];
  const textOf = (columns: Columns) => cellText(columnOf(columns, column)) ?? '';
  switch (operator) {
    case '=':
      return (columns) => textOf(columns) === value;
    case '!=':
      return (columns) => textOf(columns) !== value;
    case '~':
    case '!~': {
      const pattern = toPattern(value);
      return (columns) => pattern.test(textOf(columns)) === (operator === '~');
    }
    default: {
      const limit = toNumber(value);
      if (Number.isNaN(limit)) throw usageError(`--where "${expression}": ${operator} compares numbers, and "${value}" is none`);
      // A comparison with NaN is false: a row without the number is not wanted.
      return (columns) => comparisons[operator]!(toNumber(textOf(columns)), limit);
    }
  }
}

const toNumber = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

function toPattern(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch (error) {
    throw usageError(`--where: ${(error as Error).message}`);
  }
}
