import { type DocumentDraft, flowingDraft } from '../document-builder.js';
import { libraries } from '../libraries.js';
import type { ReaderContext } from '../reader.js';

/** A web page → Markdown. */
export async function readHtml(html: string, { html: mode, limits }: ReaderContext): Promise<DocumentDraft> {
  const { pageToMarkdown } = await libraries.html();
  return flowingDraft('html', await pageToMarkdown(html, mode, limits.maxElementDepth), limits);
}
