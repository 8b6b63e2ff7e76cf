import { type AttachmentDraft, DocumentBuilder } from '../document-builder.js';
import { libraries } from '../libraries.js';
import type { Reader, ReaderContext } from '../reader.js';

async function bodyOf(mail: { readonly text?: string; readonly html?: string }, { html: mode, limits }: ReaderContext): Promise<string> {
  if (mail.text?.trim()) return mail.text.replaceAll('\r\n', '\n').trim();
  if (!mail.html) return '';
  const { pageToMarkdown } = await libraries.html();
  return pageToMarkdown(mail.html, mode === 'auto' ? 'raw' : mode, limits.maxElementDepth);
}

/** A mail: the headers that people read, a blank line, its text. Attachments, mails among them, are documents of their own. */
export const readEml: Reader = async (bytes, context) => {
  const { readMail } = await libraries.mail();
  const mail = await readMail(bytes, context.limits.maxNesting * 4);
  const builder = new DocumentBuilder(context.limits);
  builder.startPage();
  const headers = mail.headers.map(([name, value]) => `${name}: ${value.replaceAll(/\s+/g, ' ')}`);
  builder.append([headers.join('\n'), await bodyOf(mail, context)].filter((part) => part !== '').join('\n\n'));
  const attachments: AttachmentDraft[] = [];
  for (const { name, mediaType, bytes: content } of mail.attachments) {
    attachments.push(await context.readAttachment(content, name, mediaType));
  }
  return builder.finish('eml', attachments);
};
