import { overLimit } from '../../document/unreadable.js';
import { loadOptionalDependency } from '../optional-dependency.js';

const FEATURE = 'reading HTML';
/** Matches nothing: text is copied as it is. Escapes would change the values that are looked for. */
const NEVER = /(?!)/g;

/**
 * HTML → Markdown: headings, lists, tables and links to elsewhere; no escapes, no marks of emphasis and no images, so that every value
 * stands in the text as it is printed.
 */
export async function htmlToMarkdown(html: string): Promise<string> {
  const { NodeHtmlMarkdown } = await loadOptionalDependency('node-html-markdown', FEATURE, () => import('node-html-markdown'));
  const markdown = NodeHtmlMarkdown.translate(
    html,
    {
      bulletMarker: '-',
      maxConsecutiveNewlines: 2,
      useInlineLinks: false,
      globalEscape: [NEVER, ''],
      lineStartEscape: [NEVER, ''],
      ignore: ['TEMPLATE', 'NOSCRIPT', 'IMG', 'SVG'],
    },
    {
      'strong,b': {},
      'em,i': {},
      'del,s,strike': {},
      a: ({ node }) => {
        const href = node.getAttribute('href') ?? '';
        const label = node.textContent.trim();
        // A note: its number stays, the way back to it goes.
        if (href.startsWith('#') && /^[^\p{L}\p{N}]*$/u.test(label)) return { ignore: true };
        if (node.getAttribute('role') === 'doc-noteref') return { prefix: '[', postfix: ']' };
        const isElsewhere = /^(?:https?:|mailto:|tel:)/i.test(href) && label !== '' && !href.includes(label);
        return isElsewhere ? { prefix: '[', postfix: `](${href})` } : {};
      },
    },
  );
  return markdown
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** The few members of an element that are called. */
interface HtmlElement {
  readonly tagName: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelectorAll(selector: string): Iterable<HtmlElement>;
  replaceWith(...nodes: string[]): void;
  remove(): void;
}

const HIDDEN = '[hidden], [aria-hidden="true"][style*="display"], input[type="hidden"], input[type="password"], dialog:not([open])';
const BUTTONS = new Set(['submit', 'button', 'reset', 'image', 'file']);

function selectedOptions(select: HtmlElement): string {
  const options = [...select.querySelectorAll('option')];
  const selected = options.filter((option) => option.hasAttribute('selected'));
  const shown = selected.length > 0 || select.hasAttribute('multiple') ? selected : options.slice(0, 1);
  return shown.map((option) => option.textContent?.trim() ?? '').join(', ');
}

/** What a control shows to whoever looks at the page. */
function shownValue(control: HtmlElement): string {
  if (control.tagName === 'SELECT') return selectedOptions(control);
  if (control.tagName === 'TEXTAREA') return control.textContent ?? '';
  const type = control.getAttribute('type')?.toLowerCase() ?? 'text';
  if (type === 'checkbox' || type === 'radio') return control.hasAttribute('checked') ? '[x]' : '[ ]';
  return BUTTONS.has(type) ? '' : (control.getAttribute('value') ?? '');
}

function writeOutForms(root: { querySelectorAll(selector: string): Iterable<HtmlElement> }): void {
  for (const element of [...root.querySelectorAll(HIDDEN)]) element.remove();
  for (const control of [...root.querySelectorAll('input, select, textarea')]) control.replaceWith(shownValue(control));
}

interface HtmlNode {
  readonly firstChild: HtmlNode | null;
  readonly nextSibling: HtmlNode | null;
  readonly parentNode: HtmlNode | null;
}

/** What comes after the parser walks the tree by calling itself, so its depth is limited. This walk does not. */
function assertDepth(root: HtmlNode, limit: number): void {
  let node: HtmlNode | null = root.firstChild;
  let depth = 1;
  while (node && depth > 0) {
    if (depth > limit) throw overLimit('maxElementDepth', limit, depth, 'is a web page whose elements are nested too deeply');
    if (node.firstChild) {
      node = node.firstChild;
      depth++;
      continue;
    }
    while (node && depth > 0 && !node.nextSibling) {
      node = node.parentNode;
      depth--;
    }
    node = node?.nextSibling ?? null;
  }
}

/** An article that holds less of the page's text than this is not what the page is about. */
const ARTICLE_SHARE = 0.5;
const lengthOf = (text: string | null | undefined) => (text ?? '').replaceAll(/\s+/g, ' ').length;

/**
 * A web page as Markdown. `raw`: all of it, with the values of its forms. `article`: its main text, where it has one. `auto`: the main
 * text where that is most of the page, and there is no form to be read.
 */
export async function pageToMarkdown(html: string, mode: 'auto' | 'article' | 'raw', maxElementDepth: number): Promise<string> {
  const { parseHTML } = await loadOptionalDependency('linkedom', FEATURE, () => import('linkedom'));
  const parse = () => parseHTML(/<html\b/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`).document;
  const page = parse();
  // Not from the document: its first child is the doctype, which linkedom gives no sibling.
  assertDepth(page.documentElement as unknown as HtmlNode, maxElementDepth);
  const hasControls = page.querySelector('input:not([type="hidden"]), select, textarea') !== null;
  writeOutForms(page as unknown as HtmlElement);
  const title = page.querySelector('title')?.textContent?.trim() ?? '';
  if (mode !== 'raw' && !(mode === 'auto' && hasControls)) {
    const { Readability, isProbablyReaderable } = await loadOptionalDependency(
      '@mozilla/readability',
      FEATURE,
      () => import('@mozilla/readability'),
    );
    const copy = parse() as unknown as ConstructorParameters<typeof Readability>[0];
    // Readability takes its copy apart.
    const article = mode === 'article' || isProbablyReaderable(copy) ? new Readability(copy).parse() : null;
    const isMost = lengthOf(article?.textContent) >= ARTICLE_SHARE * lengthOf(page.body?.textContent);
    if (article?.content && (mode === 'article' || isMost))
      return withTitle(article.title?.trim() || title, await htmlToMarkdown(article.content));
  }
  for (const element of page.querySelectorAll('script, style, title')) element.remove();
  return withTitle(title, await htmlToMarkdown(page.body?.innerHTML ?? ''));
}

const withTitle = (title: string, text: string) => (title === '' || text.includes(title) ? text : `# ${title}\n\n${text}`);
