import { statSync } from 'node:fs';
import { usageError } from '../errors/cli-error.js';

/** Where the text comes from. */
export type TextSource =
  | { readonly kind: 'text'; readonly text: string; readonly looksLikeFile: boolean }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' };

interface TextSourceOptions {
  readonly argument?: string;
  readonly text?: string;
  readonly file?: string;
  readonly stdinIsTerminal: boolean;
}

/**
 * Tells TEXT, FILE and stdin apart: `-` is stdin, an argument that is the path of an existing file is that file, and any other argument
 * is the text itself. Without an argument a pipe is read. `--text` and `--file` leave nothing to tell apart.
 * @throws {CliError} `invalid_request` where there is no source, or more than one
 */
export function resolveTextSource({ argument, text, file, stdinIsTerminal }: TextSourceOptions): TextSource {
  if ([argument, text, file].filter((given) => given !== undefined).length > 1) {
    throw usageError('give the text once: as an argument, with --text, or with --file');
  }
  if (text !== undefined) return { kind: 'text', text, looksLikeFile: false };
  if (file !== undefined) return file === '-' ? { kind: 'stdin' } : { kind: 'file', path: file };
  if (argument === '-') return { kind: 'stdin' };
  if (argument !== undefined) return isFile(argument) ? { kind: 'file', path: argument } : asText(argument);
  if (stdinIsTerminal) throw usageError('no text: give it as an argument, name a file, or pipe it in');
  return { kind: 'stdin' };
}

function isFile(path: string): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && (found.isFile() || found.isFIFO() || found.isCharacterDevice());
  } catch {
    // A text that cannot be a path: too long, or with a NUL in it.
    return false;
  }
}

/** One word that ends like a file name is more often a mistyped path than a text. */
function asText(text: string): TextSource {
  return {
    kind: 'text',
    text,
    looksLikeFile: /^[^\s@]+\.[A-Za-z][A-Za-z0-9]{1,4}$|^(?:\.{0,2}|~)\/\S+$/.test(text) && !text.includes('://'),
  };
}
