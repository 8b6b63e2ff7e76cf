import type { ExtractedField, Extraction } from '@maaza/core';
import { type EvaluationReport, knownSpans, type Verdict } from '@maaza/core/evaluation';
import type { Evaluated } from '../eval/evaluate-files.js';
import type { RunItem } from '../eval/run-set.js';
import { browserScript } from './browser-script.js';
import { browserStyle } from './browser-style.js';
import { layoutClass, renderPage, showInAttribute, showText } from './page.js';
import { cutSegments, type Stretch } from './segments.js';
import { formatProbability } from './sureness.js';
import { theme } from './theme.js';

/** What can be wrong with a leaf or an item; each is a filter of the page. */
const kinds = {
  wrong: 'another value',
  missed: 'missed',
  invented: 'invented',
  surplus: 'one too many',
  place: 'wrong place',
  truncated: 'cut short',
  invalid: 'breaks its schema',
  crashed: 'no answer',
} as const;
type Kind = keyof typeof kinds;

/** One line of an item's table of errors. */
interface Fault {
  readonly kind: Kind;
  readonly pointer: string;
  readonly expected?: unknown;
  readonly given?: unknown;
  readonly field?: ExtractedField;
  readonly places: readonly (readonly [number, number])[];
}

interface FaultyItem {
  readonly run: RunItem;
  readonly set: string;
  readonly faults: readonly Fault[];
}

type Side = 'expected' | 'given' | 'both';

const fieldAt = (extraction: Extraction | undefined, pointer: string | undefined) =>
  extraction && pointer !== undefined && Object.hasOwn(extraction.fields, pointer) ? extraction.fields[pointer] : undefined;

function faultOf({ item, outcome }: RunItem, verdict: Verdict): Fault | undefined {
  const { kind, pointer, givenPointer, expected, given } = verdict;
  const places = expected === undefined ? [] : knownSpans(item, pointer, expected);
  const field = fieldAt(outcome.extraction, givenPointer);
  const fault = { pointer: kind === 'surplus' ? givenPointer! : pointer, expected, given, field, places };
  if (kind === 'wrong' || kind === 'missed' || kind === 'invented' || kind === 'surplus') return { ...fault, kind };
  const isPlaced = places.length === 0 || places.some(([start, end]) => field?.start === start && field.end === end);
  return kind === 'hit' && !isPlaced ? { ...fault, kind: 'place' } : undefined;
}

function faultsOf(run: RunItem): Fault[] {
  const { status } = run.judged;
  const whole: Fault[] = status === 'valid' || status === 'incomplete' ? [] : [{ kind: status, pointer: '', places: [] }];
  return [...whole, ...run.judged.verdicts.flatMap((verdict) => faultOf(run, verdict) ?? [])];
}

/** The text with the places of what was expected and of what was given instead. */
function markedText({ run, faults }: FaultyItem): string {
  const { text } = run.item;
  const stretches = faults.flatMap(({ field, places }): Stretch<Side>[] => {
    const given =
      field?.start === undefined || field.end === undefined ? [] : [{ start: field.start, end: field.end, owner: 'given' as const }];
    return [...places.map(([start, end]) => ({ start, end, owner: 'expected' as const })), ...given];
  });
  return cutSegments(text.length, stretches)
    .map(({ start, end, owners }) => {
      const html = showText(text.slice(start, end));
      const side: Side | undefined = new Set(owners).size > 1 ? 'both' : owners[0];
      return side === undefined ? html : `<mark class="${side}" title="${side === 'both' ? 'expected and given' : side}">${html}</mark>`;
    })
    .join('');
}

const cell = (value: unknown) =>
  value === undefined ? '<i>nothing</i>' : `<bdi>${showText(typeof value === 'string' ? value : JSON.stringify(value))}</bdi>`;

function faultRow({ kind, pointer, expected, given, field }: Fault): string {
  const probability = field?.probability === undefined ? '' : formatProbability(field.probability);
  return `<tr><th scope="row"><code>${showText(pointer.slice(1) || '(all)')}</code></th><td><span class="kind ${kind}">${kinds[kind]}</span></td><td>${cell(expected)}</td><td>${cell(given)}</td><td class="number">${probability}</td></tr>`;
}

function itemHtml(faulty: FaultyItem): string {
  const { run, set, faults } = faulty;
  const { judged, item } = run;
  const counts = new Map<Kind, number>();
  for (const { kind } of faults) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const chips = [...counts].map(([kind, count]) => `<span class="kind ${kind}">${count > 1 ? `${count} × ` : ''}${kinds[kind]}</span>`);
  const leaves = faults.filter(({ kind }) => kind !== 'truncated' && kind !== 'invalid' && kind !== 'crashed');
  const reasons = judged.reasons.map((reason) => `<p class="reason">${showText(reason)}</p>`).join('');
  const table =
    leaves.length === 0
      ? ''
      : `<div class="scroll"><table><thead><tr><th scope="col">leaf</th><th scope="col">error</th><th scope="col">expected</th><th scope="col">given</th><th scope="col">probability</th></tr></thead><tbody>${leaves.map(faultRow).join('')}</tbody></table></div>`;
  const snippet = item.text.length > 160 ? `${item.text.slice(0, 160)}…` : item.text;
  return `<details class="item" data-set="${showInAttribute(set)}" data-kinds="${[...counts.keys()].join(' ')}">
<summary><span class="id">${showText(item.id)}</span> ${chips.join(' ')}<span class="snippet" dir="auto">${showText(snippet.replace(/\s+/g, ' '))}</span></summary>
<div class="body">${reasons}<div class="text ${layoutClass(item.text)}" lang="">${markedText(faulty)}</div>${table}</div>
</details>`;
}

const percent = (share: number | undefined) => (share === undefined ? '–' : (100 * share).toFixed(1));

function setRow({ name, items, figures, floors, statuses }: EvaluationReport, faulty: number): string {
  const figuresShown = [figures.fieldF1, figures.valueF1, figures.exactMatch, figures.inventionRate, figures.spanAccuracyOfCorrect].map(
    (figure) => percent(figure?.value),
  );
  const cells = [
    items,
    faulty,
    ...figuresShown,
    percent(floors.allNull.fieldF1),
    percent(floors.labels.fieldF1),
    statuses.truncated,
    statuses.invalid,
    statuses.crashed,
  ];
  return `<tr><th scope="row">${showText(name)}</th>${cells.map((value) => `<td class="number">${value}</td>`).join('')}</tr>`;
}

const SET_HEAD = [
  'set',
  'items',
  'with errors',
  'field F1',
  'value F1',
  'exact',
  'invented',
  'places',
  'all null',
  'no model',
  'cut short',
  'invalid',
  'no answer',
];

function controls(items: readonly FaultyItem[], sets: readonly string[]): string {
  const countOf = (kind: Kind) => items.filter(({ faults }) => faults.some((fault) => fault.kind === kind)).length;
  const shown = (Object.keys(kinds) as Kind[]).filter((kind) => countOf(kind) > 0);
  const toggles = shown.map(
    (kind, at) =>
      `<button type="button" class="kind ${kind}" data-kind="${kind}" aria-pressed="false" aria-keyshortcuts="${at + 1}">${kinds[kind]} <b>${countOf(kind)}</b></button>`,
  );
  const options = ['<option value="">all sets</option>', ...sets.map((set) => `<option>${showText(set)}</option>`)];
  return `<form role="search" aria-label="Filter the items">
<label>Search <input id="search" type="search" placeholder="words, a field, an id" autocomplete="off" spellcheck="false" aria-keyshortcuts="/"></label>
<label ${sets.length > 1 ? '' : 'hidden'}>Set <select id="set">${options.join('')}</select></label>
<div class="toggles" role="group" aria-label="Kinds of error">${toggles.join('')}</div>
</form>
<p class="keys"><kbd>/</kbd> search, <kbd>1</kbd>–<kbd>${Math.max(1, shown.length)}</kbd> kinds of error, <kbd>↑</kbd> <kbd>↓</kbd> from item to item, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> shows all again</p>`;
}

/** All items with a wrong leaf as one page: filters by kind, set and words, the text with places, expected beside given. */
export function renderErrorBrowser(evaluated: readonly Evaluated[]): string {
  const items = evaluated.flatMap(({ report, items: runs }) =>
    runs.map((run): FaultyItem => ({ run, set: report.name, faults: faultsOf(run) })).filter(({ faults }) => faults.length > 0),
  );
  const rows = evaluated.map(({ report }) => setRow(report, items.filter(({ set }) => set === report.name).length));
  const [first] = evaluated;
  const body = `<header>
<h1>Evaluation errors</h1>
<p class="facts">${showText(first?.report.model ?? '')} · <b id="count">${items.length}</b> of ${items.length} items with errors shown</p>
<div class="scroll"><table class="sets"><thead><tr>${SET_HEAD.map((name, at) => `<th scope="col"${at > 0 ? ' class="number"' : ''}>${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>
</header>
<main>
${controls(
  items,
  evaluated.map(({ report }) => report.name),
)}
<p class="legend"><mark class="expected">expected place</mark> <mark class="given">place of what was given</mark> <mark class="both">both</mark></p>
<div id="items">${items.map(itemHtml).join('\n')}</div>
<p id="none" role="status" hidden>No item matches.</p>
</main>`;
  return renderPage({ title: 'Evaluation errors', body, style: theme + browserStyle, script: browserScript });
}
