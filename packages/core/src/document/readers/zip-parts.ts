import { libraries } from '../libraries.js';
import type { ReaderContext } from '../reader.js';
import { unreadable } from '../unreadable.js';
import { declaresEntities, decodeXml, type ZipContainer } from '../zip-container.js';

const MARKUP = /\.(?:xml|rels)$/i;

export type ZipParts = Readonly<Record<string, Uint8Array>>;

/**
 * The markup of an office document, expanded within the limits; pictures and other media are left out.
 * @throws {DocumentError} also where a part declares entities, which no such document may
 */
export async function readMarkupParts(bytes: Uint8Array, { limits }: ReaderContext): Promise<ZipParts> {
  const { openZip } = await libraries.zip();
  const container = await openZip(bytes, limits);
  const parts: Record<string, Uint8Array> = {};
  for (const name of container.names.filter((part) => MARKUP.test(part) || part === 'mimetype')) {
    parts[name] = await container.read(name);
    if (MARKUP.test(name) && declaresEntities(decodeXml(parts[name])))
      throw unreadable('broken', `declares a document type or entities in ${name}, which office documents may not`, { part: name });
  }
  return parts;
}

/** What is in a zip container. */
export type ZipKind = 'docx' | 'xlsx' | 'ods' | { readonly unsupported: string };

async function readText(container: ZipContainer, name: string): Promise<string> {
  return container.names.includes(name) ? decodeXml(await container.read(name)) : '';
}

/** Tells office documents by what their container says about itself, not by the names of parts. */
export async function detectZip(bytes: Uint8Array, limits: ReaderContext['limits']): Promise<ZipKind> {
  const { openZip } = await libraries.zip();
  const container = await openZip(bytes, limits);
  const contentTypes = await readText(container, '[Content_Types].xml');
  if (/wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroEnabled\.main/i.test(contentTypes)) return 'docx';
  if (/spreadsheetml\.(?:sheet|template)\.main|ms-excel\.\w+\.macroEnabled\.main/i.test(contentTypes)) return 'xlsx';
  if (/presentationml/i.test(contentTypes)) return { unsupported: 'a presentation; save it as PDF' };
  const mimetype = await readText(container, 'mimetype');
  if (mimetype.startsWith('application/vnd.oasis.opendocument.spreadsheet')) {
    const isEncrypted = (await readText(container, 'META-INF/manifest.xml')).includes('encryption-data');
    return isEncrypted ? { unsupported: 'encrypted' } : 'ods';
  }
  if (mimetype.startsWith('application/vnd.oasis.opendocument'))
    return { unsupported: 'an OpenDocument file that is no spreadsheet; save it as DOCX or PDF' };
  if (mimetype.startsWith('application/epub')) return { unsupported: 'an e-book' };
  return { unsupported: 'a zip archive; unpack it and read its files one by one' };
}
