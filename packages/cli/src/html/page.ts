import { createHash } from 'node:crypto';

interface PageParts {
  readonly title: string;
  /** already escaped */
  readonly body: string;
  readonly style: string;
  readonly script: string;
  /** whether it shows images, all of which it holds itself */
  readonly hasImages?: boolean;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML, for elements and for attributes in quotes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

/**
 * Control characters and the bidirectional controls of Unicode (UAX #9, section 2): a text could hide or reorder what is shown.
 * Tabs and line breaks are what they are.
 */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const nameOf = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Text of strangers as HTML that shows every character of it. A carriage return stays one, which a parser would turn into a line feed. */
export const showText = (text: string): string =>
  escapeHtml(text)
    .replaceAll('\r', '&#13;')
    .replace(HIDDEN, (character) => `<span class="hidden-character">${nameOf(character)}</span>`);

/** The same for attributes, where no element can stand. */
export const showInAttribute = (text: string): string => escapeHtml(text.replace(HIDDEN, nameOf)).replaceAll('\r', '&#13;');

/** Columns that are made of spaces only stand where they should in letters of one width. */
export const layoutClass = (text: string): 'layout' | '' => (/\S(?: {3,}|\t)\S/.test(text) ? 'layout' : '');

const digest = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/**
 * A page that needs nothing but itself: its policy allows no request at all, and no script and no style but the ones it was made with.
 */
export function renderPage({ title, body, style, script, hasImages = false }: PageParts): string {
  const images = hasImages ? ' img-src data:;' : '';
  const policy = `default-src 'none';${images} style-src ${digest(style)}; script-src ${digest(script)}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${showInAttribute(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`;
}
