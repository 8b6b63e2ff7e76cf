import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { attachmentRows } from './attachments.js';
import { fileProblem } from './file-problem.js';
import type { InputSource, RawRow } from './raw-row.js';

/**
 * Files that are one text each. They are read when their turn comes; before that only size and time of change are looked at.
 * @param paths - in the order of their results
 * @param withAttachments - whether those of mails are texts too, each behind its mail
 */
export function createDocumentsSource(name: string, paths: readonly string[], withAttachments: boolean): InputSource {
  return {
    name,
    async *rows() {
      for (const path of paths) {
        const row = await describe(path);
        yield row;
        if (withAttachments && row.document) yield* attachmentRows(String(row.place), row.document);
      }
    },
  };
}

async function describe(path: string): Promise<RawRow> {
  // Windows has its own separator; ids are the same everywhere.
  const place = path.replaceAll('\\', '/');
  try {
    const { size, mtimeMs } = await stat(path);
    return { place, columns: { path: place, name: basename(path), size }, document: { path, size, mtimeMs } };
  } catch (error) {
    const { code, message } = fileProblem(path, error);
    return { place, columns: { path: place, name: basename(path) }, problem: { code, message } };
  }
}
