import { MaazaError } from '../errors/index.js';
import { type AttachmentDraft, type DocumentDraft, flowingDraft } from './document-builder.js';
import { type Identity, identify } from './identify.js';
import type { ReadSettings } from './options.js';
import type { Reader, ReaderContext } from './reader.js';
import { readDocx } from './readers/docx.js';
import { readHtml } from './readers/html.js';
import { readImage } from './readers/image.js';
import { readEml } from './readers/mail.js';
import { readPdf } from './readers/pdf.js';
import { readOds, readXlsx } from './readers/workbook.js';
import type { DocumentType } from './types.js';
import { overLimit, unreadable } from './unreadable.js';

const readers: Partial<Record<DocumentType, Reader>> = {
  pdf: readPdf,
  png: readImage,
  jpeg: readImage,
  webp: readImage,
  tiff: readImage,
  docx: readDocx,
  xlsx: readXlsx,
  ods: readOds,
  eml: readEml,
};

/** Kinds that no foreign parser reads. */
export const isPlain = (type: DocumentType): boolean => readers[type] === undefined && type !== 'html';

/** Counts of one call that attachments share with the document they are in. */
interface Tally {
  attachments: number;
}

function assertSize(bytes: Uint8Array, settings: Pick<ReadSettings, 'limits'>): void {
  if (bytes.length > settings.limits.maxBytes)
    throw overLimit('maxBytes', settings.limits.maxBytes, bytes.length, `has ${bytes.length} bytes`);
}

/** What a parser throws is its verdict on the file; what we throw, and an abort, stays as it is. */
export function explainFailure(cause: unknown, type: DocumentType, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (MaazaError.isInstance(cause)) return cause;
  if (cause instanceof RangeError && /call stack/i.test(cause.message))
    return unreadable('over_limit', `nests too deeply to be read as ${type}`, { limit: 'maxElementDepth' }, cause);
  return unreadable('broken', `cannot be read as ${type}: ${(cause as Error)?.message ?? String(cause)}`, {}, cause);
}

async function readKnown(bytes: Uint8Array, { type, text }: Identity, context: ReaderContext): Promise<DocumentDraft> {
  const { signal } = context;
  signal.throwIfAborted();
  try {
    if (type === 'html') return await readHtml(text!, context);
    const read = readers[type];
    return read ? await read(bytes, context) : flowingDraft(type, text!, context.limits);
  } catch (cause) {
    throw explainFailure(cause, type, signal);
  }
}

async function readNested(
  bytes: Uint8Array,
  settings: ReadSettings,
  signal: AbortSignal,
  depth: number,
  tally: Tally,
): Promise<DocumentDraft> {
  const { limits, type } = settings;
  assertSize(bytes, settings);
  const identity = await identify(bytes, limits, type);
  return readIdentified(bytes, identity, settings, signal, depth, tally);
}

function readIdentified(
  bytes: Uint8Array,
  identity: Identity,
  settings: ReadSettings,
  signal: AbortSignal,
  depth = 0,
  tally: Tally = { attachments: 0 },
): Promise<DocumentDraft> {
  const { limits } = settings;
  const readAttachment = async (content: Uint8Array, name: string, mediaType: string): Promise<AttachmentDraft> => {
    if (depth >= limits.maxNesting) throw overLimit('maxNesting', limits.maxNesting, depth + 1, 'nests mails in mails too deeply');
    tally.attachments++;
    if (tally.attachments > limits.maxAttachments)
      throw overLimit('maxAttachments', limits.maxAttachments, tally.attachments, 'has too many attachments');
    if (settings.attachments === 'bytes') return { name, mediaType, bytes: content };
    try {
      const draft = await readNested(
        content,
        { ...settings, type: mediaType === 'message/rfc822' ? 'eml' : undefined },
        signal,
        depth + 1,
        tally,
      );
      return { name, mediaType, draft };
    } catch (error) {
      // A limit of the whole, the time among them, ends the whole; what is wrong with one attachment is said there.
      if (signal.aborted || isLimitOfWhole(error)) throw error;
      return { name, mediaType, error };
    }
  };
  return readKnown(bytes, identity, { ...settings, type: identity.type, signal, depth, readAttachment });
}

function isLimitOfWhole(error: unknown): boolean {
  const limit = MaazaError.isInstance(error) ? error.details.limit : undefined;
  return limit === 'maxAttachments' || limit === 'maxNesting';
}

/** Finds out what a document is, after a look at its size. */
export async function identifyDocument(bytes: Uint8Array, settings: Pick<ReadSettings, 'limits' | 'type'>): Promise<Identity> {
  assertSize(bytes, settings);
  return identify(bytes, settings.limits, settings.type);
}

/** Reads a document on this thread. */
export const readDraft = (bytes: Uint8Array, identity: Identity, settings: ReadSettings, signal: AbortSignal): Promise<DocumentDraft> =>
  readIdentified(bytes, identity, settings, signal);
