import type { CliContext } from '../context.js';
import { decodeText, readBytes, readFileBytes } from './read-bytes.js';
import type { TextSource } from './text-source.js';

/** The text of a source, decoded. */
export async function readText(source: TextSource, context: Pick<CliContext, 'stdin' | 'signal'>): Promise<string> {
  switch (source.kind) {
    case 'text':
      return source.text;
    case 'file':
      return decodeText(await readFileBytes(source.path, context.signal), source.path);
    case 'stdin':
      return decodeText(await readBytes(context.stdin, 'stdin', context.signal), 'stdin');
  }
}
