import { flowingDraft } from '../document-builder.js';
import { libraries } from '../libraries.js';
import type { Reader } from '../reader.js';
import { unreadable } from '../unreadable.js';
import { decodeXml } from '../zip-container.js';
import { readMarkupParts, type ZipParts } from './zip-parts.js';

/** The part that holds the text, as the container names it. */
function mainPartOf(parts: ZipParts): string {
  const relations = parts['_rels/.rels'] ? decodeXml(parts['_rels/.rels']) : '';
  const main = relations.match(/<[^>]*relationships\/officeDocument"[^>]*>/)?.[0];
  const target = main && /Target="\/?([^"]+)"/.exec(main)?.[1];
  const found = target && parts[target] ? target : 'word/document.xml';
  if (!parts[found]) throw unreadable('broken', 'has no text: its part word/document.xml is missing');
  return found;
}

/**
 * The same container with a header or footer in place of its text, because mammoth reads the text alone: a part for a header holds the same
 * paragraphs and tables as a document's body.
 */
function withPartAsText(parts: ZipParts, main: string, part: string): ZipParts {
  const xml = decodeXml(parts[part]!)
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/<w:(?:hdr|ftr)\b([^>]*)>/, '<w:document$1><w:body>')
    .replace(/<\/w:(?:hdr|ftr)>\s*$/, '</w:body></w:document>');
  const relationsOf = (path: string) => path.replace(/([^/]+)$/, '_rels/$1.rels');
  const relations = parts[relationsOf(part)];
  return {
    ...parts,
    [main]: new TextEncoder().encode(xml),
    ...(relations && { [relationsOf(main)]: relations }),
  };
}

async function toMarkdown(parts: ZipParts): Promise<string> {
  const [{ packZip }, { docxToHtml }, { htmlToMarkdown }] = await Promise.all([libraries.zip(), libraries.docx(), libraries.html()]);
  return htmlToMarkdown(await docxToHtml(await packZip(parts)));
}

/** DOCX → Markdown: headers, the text with its notes, footers. Headers that print the same are there once. */
export const readDocx: Reader = async (bytes, context) => {
  const parts = await readMarkupParts(bytes, context);
  const main = mainPartOf(parts);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const printParts = async (kind: string) => {
    const names = Object.keys(parts).filter(
      (name) => name.startsWith(folder + kind) && /^[a-z]+\d*\.xml$/i.test(name.slice(folder.length)),
    );
    const printed = new Set<string>();
    for (const name of names.sort()) printed.add(await toMarkdown(withPartAsText(parts, main, name)));
    return [...printed];
  };
  const sections = [...(await printParts('header')), await toMarkdown(parts), ...(await printParts('footer'))];
  return flowingDraft('docx', sections.filter((text) => text !== '').join('\n\n'), context.limits);
};
