import type { CliContext } from '../context.js';
import { readDocumentFile, type SourceText, textOfBytes } from './document-text.js';
import { MAX_DOCUMENT_BYTES, readBytes } from './read-bytes.js';
import type { TextSource } from './text-source.js';

/** The text of a source. */
export async function readText(source: TextSource, context: Pick<CliContext, 'stdin' | 'signal'>): Promise<SourceText> {
  const { stdin, signal } = context;
  switch (source.kind) {
    case 'text':
      return { text: source.text };
    case 'file':
      return readDocumentFile(source.path, signal);
    case 'stdin':
      return textOfBytes(await readBytes(stdin, 'stdin', signal, MAX_DOCUMENT_BYTES), 'stdin', signal);
  }
}
