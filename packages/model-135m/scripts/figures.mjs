import { ModelFolderError } from './model-folder-error.mjs';

/** The figures of a model: how they were measured, the table, and what is known to be weak. */

const begin = '<!-- figures -->';
const end = '<!-- /figures -->';

/** Paths of the place where the model was made mean nothing in this repository. */
const withoutForeignPaths = (text) => text.replaceAll(/ (?:in|of) `\.\.\/[^`]*`/g, '');

/** The paragraph above the table says how it was measured; what stands below says what is weak. */
export function readFigures(readme) {
  const lines = withoutForeignPaths(readme.replaceAll('\r\n', '\n')).split('\n');
  const first = lines.findIndex((line) => /^\| *set *\|/.test(line));
  if (first < 0) return undefined;
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  const after = length < 0 ? lines.length : first + length;
  // Title row, rule, and at least one set.
  if (after - first < 3) return undefined;
  const above = lines.slice(0, first).join('\n').trimEnd().split(/\n\n+/).at(-1) ?? '';
  return {
    method: above.startsWith('#') ? '' : above.trim(),
    table: lines.slice(first, after).join('\n'),
    remarks: lines.slice(after).join('\n').trim(),
  };
}

const paragraphs = (...parts) => parts.filter((part) => part !== '').join('\n\n');

/** The page docs/model-figures.md. */
export function figuresPage({ manifest, figures }) {
  const title = `# Figures of ${manifest.id} ${manifest.version}`;
  const origin = `Base: ${manifest.base}. Weights: ${manifest.quantization ?? 'not quantized'}.`;
  const note = '<!-- Written by packages/model-135m/scripts/import.mjs from the README of the model. -->';
  return `${paragraphs(title, origin, figures.method, figures.table, figures.remarks, note)}\n`;
}

/** A text with its block of figures replaced. */
export function withFigures(text, { method, table }, name) {
  const start = text.indexOf(begin);
  const stop = text.indexOf(end);
  if (start < 0 || stop < start) throw new ModelFolderError(`${name} has no block between ${begin} and ${end}`);
  return `${text.slice(0, start + begin.length)}\n${paragraphs(method, table)}\n${text.slice(stop)}`;
}
