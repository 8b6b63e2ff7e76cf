import type { ExtractedField, Extraction, NullReason } from '@maaza/core';
import { listLeaves } from '../output/leaves.js';
import { extractionScript } from './extraction-script.js';
import { extractionStyle, sheetStyle } from './extraction-style.js';
import { escapeHtml, layoutClass, renderPage, showInAttribute, showText } from './page.js';
import { cutSegments, type Segment } from './segments.js';
import { type DocumentPictures, renderSheets } from './sheets.js';
import { describeValue, leastProbability, type ShownValue } from './shown-value.js';
import { formatProbability, surenessClass } from './sureness.js';
import { theme } from './theme.js';

const reasons: Readonly<Record<NullReason, string>> = {
  absent: 'the text does not give it',
  ambiguous: 'the text gives several',
  below_threshold: 'too unsure',
  failed_rule: 'a check of the value failed',
};

const segmentOf = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
const count = (number: number, one: string, many = `${one}s`) => `<b>${number}</b> ${number === 1 ? one : many}`;

class ExtractionPage {
  readonly #text: string;
  readonly #extraction: Extraction;
  readonly #shown: ReadonlyMap<string, ShownValue>;
  /** absent where the document has no pages that can be shown */
  readonly #sheets: ReturnType<typeof renderSheets> | undefined;

  constructor(text: string, extraction: Extraction, pictures: DocumentPictures | undefined) {
    this.#text = text;
    this.#extraction = extraction;
    const leaves = listLeaves(extraction);
    this.#shown = new Map(
      leaves.map(({ pointer, field }, number) => [pointer, { number, pointer, field, isPlaced: isPlaced(field, text) }]),
    );
    this.#sheets = pictures && renderSheets(pictures, [...this.#shown.values()]);
  }

  render(): string {
    const { model } = this.#extraction;
    const source = this.#sheets === undefined ? this.#textPane() : this.#pagesPane(this.#sheets.html);
    const body = `${this.#header()}
<main>
${source}
<section class="pane" aria-labelledby="json-title"><h2 id="json-title">JSON</h2><div id="json" class="code">${this.#value(this.#extraction.data, '', '')}</div>${this.#missing()}</section>
</main>`;
    const style = theme + extractionStyle + (this.#sheets === undefined ? '' : sheetStyle + this.#sheets.style);
    return renderPage({ title: `Extraction, ${model}`, body, style, script: extractionScript, hasImages: this.#sheets !== undefined });
  }

  #textPane(): string {
    return `<section class="pane" aria-labelledby="text-title"><h2 id="text-title">Text</h2>${this.#textBlock()}</section>`;
  }

  #pagesPane(sheets: string): string {
    return `<section class="pane" aria-labelledby="pages-title"><h2 id="pages-title">Pages</h2><div id="pages">${sheets}</div>
<details><summary>The text as it was read</summary>${this.#textBlock()}</details></section>`;
  }

  #textBlock(): string {
    return `<div id="text" class="text ${layoutClass(this.#text)}" lang="">${this.#textHtml()}</div>`;
  }

  #header(): string {
    const { valid, errors, model, usage, probability } = this.#extraction;
    const sure = probability === undefined ? '' : ` · all right with a probability of <b>${formatProbability(probability)}</b>`;
    const shown = [...this.#shown.values()];
    const given = shown.filter(({ field }) => field !== undefined && field.value !== null);
    const placed = given.filter((value) => value.isPlaced).length;
    const problems = errors.map(
      ({ pointer, message }) => `<li>${showText(message.includes(pointer) ? message : `${pointer}: ${message}`)}</li>`,
    );
    return `<header>
<h1>Extraction <span class="badge ${valid ? 'good' : 'bad'}">${valid ? 'fits the schema' : 'does not fit the schema'}</span></h1>
<p class="facts">${count(given.length, 'value')}, ${count(placed, 'of them has', 'of them have')} a place in the text${sure} · ${showText(model)} · ${usage.totalTokens} tokens</p>
${problems.length > 0 ? `<ul class="problems">${problems.join('')}</ul>` : ''}<p class="keys"><kbd>Tab</kbd> or <kbd>↑</kbd> <kbd>↓</kbd> from value to value, <kbd>Enter</kbd> to its other place, <kbd>Esc</kbd> to let go</p>
</header>`;
  }

  #textHtml(): string {
    const stretches = [...this.#shown.values()].flatMap((value) =>
      value.isPlaced ? [{ start: value.field!.start!, end: value.field!.end!, owner: value }] : [],
    );
    return cutSegments(this.#text.length, stretches)
      .map((segment) => this.#segment(segment))
      .join('');
  }

  #segment({ start, end, owners, starting }: Segment<ShownValue>): string {
    const html = showText(this.#text.slice(start, end));
    const [first] = owners;
    if (first === undefined) return html;
    const isStart = starting.includes(first);
    // Others that begin here too need a target of their own.
    const targets = starting.filter((other) => other !== first).map(({ number }) => `<span id="t${number}"></span>`);
    const title = owners.map(describeValue).join(', ');
    const sureness = surenessClass(leastProbability(owners));
    const classes = ['mark', sureness, owners.length > 1 ? 'shared' : ''].filter(Boolean).join(' ');
    const id = isStart ? ` id="t${first.number}"` : '';
    const tab = starting.length > 0 ? '' : ' tabindex="-1"';
    const numbers = owners.map(({ number }) => number).join(' ');
    return `${targets.join('')}<a class="${classes}"${id}${tab} href="#v${first.number}" data-values="${numbers}" title="${showInAttribute(title)}">${html}</a>`;
  }

  #value(value: unknown, pointer: string, after: string): string {
    const isList = Array.isArray(value);
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (entries.length === 0) return this.#leaf(value, pointer, after);
    const rows = entries.map(([key, item], at) => {
      const name = isList ? '' : `<span class="key">${showText(JSON.stringify(key))}</span>: `;
      return `<li>${name}${this.#value(item, `${pointer}/${segmentOf(key)}`, at + 1 < entries.length ? ',' : '')}</li>`;
    });
    return `${isList ? '[' : '{'}<ul>${rows.join('')}</ul>${isList ? ']' : '}'}${after}`;
  }

  #leaf(value: unknown, pointer: string, after: string): string {
    const json = showText(JSON.stringify(value) ?? 'null');
    const shown = this.#shown.get(pointer);
    if (shown === undefined) return `<span class="value" dir="auto">${json}</span>${after}`;
    return `${this.#target(shown, value === null ? 'value null' : 'value', json)}${after}${notesOn(shown.field, shown.isPlaced)}`;
  }

  /** Values without a place can be reached by keyboard too: their notes say why they have none. */
  #target({ number, isPlaced: hasPlace }: ShownValue, classes: string, html: string): string {
    const common = `id="v${number}" class="${classes}" data-values="${number}"`;
    const target = this.#sheets?.framed.has(number) ? 'b' : 't';
    return hasPlace
      ? `<a ${common} href="#${target}${number}"><bdi>${html}</bdi></a>`
      : `<span ${common} tabindex="0"><bdi>${html}</bdi></span>`;
  }

  /** What a required value is missing from, or an optional one was left out of, has no line in the JSON. */
  #missing(): string {
    const missing = listLeaves(this.#extraction).filter(({ value, pointer }) => value === undefined && pointer !== '');
    if (missing.length === 0) return '';
    const rows = missing.map(({ pointer }) => {
      const shown = this.#shown.get(pointer)!;
      return `<li>${this.#target(shown, 'value null', showText(pointer.slice(1)))}${notesOn(shown.field, shown.isPlaced)}</li>`;
    });
    return `<h2 class="left-out">Left out</h2><ul class="code left-out">${rows.join('')}</ul>`;
  }
}

function isPlaced(field: ExtractedField | undefined, { length }: string): boolean {
  const { start, end } = field ?? {};
  return start !== undefined && end !== undefined && start >= 0 && start < end && end <= length;
}

function notesOn(field: ExtractedField | undefined, hasPlace: boolean): string {
  if (field === undefined) return '';
  const notes: string[] = [];
  if (field.probability !== undefined) {
    const step = Math.max(0, Math.min(10, Math.floor(field.probability * 10)));
    const sureness = surenessClass(field.probability);
    notes.push(
      `<span class="bar b${step} ${sureness}" aria-hidden="true"></span><span title="probability">${formatProbability(field.probability)}</span>`,
    );
  }
  if (field.value === null) notes.push(`<i>${escapeHtml(field.reason === undefined ? 'null' : reasons[field.reason])}</i>`);
  else if (!hasPlace) notes.push('<i>not found in the text</i>');
  else if (field.printed !== undefined && field.printed !== String(field.value))
    notes.push(`<span>printed <q><bdi>${showText(field.printed)}</bdi></q></span>`);
  if (field.proposed !== undefined) notes.push(`<span>the model wrote <q><bdi>${showText(String(field.proposed))}</bdi></q></span>`);
  return notes.length > 0 ? ` <span class="note">${notes.join(' ')}</span>` : '';
}

/**
 * One extraction as a page of its own: the text with every value marked, or the pages of a document with a frame around each, the JSON beside it,
 * linked both ways.
 */
export const renderExtractionView = (text: string, extraction: Extraction, pictures?: DocumentPictures): string =>
  new ExtractionPage(text, extraction, pictures).render();
