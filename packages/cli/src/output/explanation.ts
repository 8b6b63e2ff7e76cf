import type { Extraction, NullReason } from '@maaza/core';
import { type Leaf, listLeaves } from './leaves.js';
import type { PlacedField } from './places.js';
import { toSafeText } from './safe-text.js';
import { cellOf, drawTable } from './table.js';

const reasons: Readonly<Record<NullReason, string>> = {
  absent: 'absent: the text does not give it',
  ambiguous: 'ambiguous: the text gives several',
  below_threshold: 'below_threshold: too unsure',
  failed_rule: 'failed_rule: a check of the value failed',
};

const HEAD = ['field', 'value', 'place', 'printed', 'probability', 'note'];

/** Each value with its place in the text, its probability and, where there is none, the reason; then a line about the run. */
export function explain(extraction: Extraction, style: 'bordered' | 'plain'): string {
  const rows = listLeaves(extraction).map(rowOf);
  return `${drawTable(HEAD, rows, style)}\n\n${summaryOf(extraction)}`;
}

function rowOf({ pointer, value, field }: Leaf): string[] {
  const isPlaced = field?.start !== undefined && field.end !== undefined;
  return [
    toSafeText(pointer === '' ? '(all)' : pointer.slice(1)),
    value === null ? 'null' : cellOf(value),
    isPlaced ? `${field.start}–${field.end}${pagesOf(field)}` : '',
    field?.printed === undefined ? '' : toSafeText(field.printed),
    field?.probability === undefined ? '' : field.probability.toFixed(3),
    noteOn(value, field),
  ];
}

/** Of a document with pages: those that the value stands on. */
function pagesOf({ places = [] }: PlacedField): string {
  const pages = [...new Set(places.map(({ page }) => page))];
  return pages.length === 0 ? '' : `, page ${pages.join(', ')}`;
}

function noteOn(value: unknown, field: Leaf['field']): string {
  if (field?.reason !== undefined) return reasons[field.reason];
  if (value === undefined) return 'missing';
  return field !== undefined && value !== null && !field.grounded ? 'not found in the text' : '';
}

function summaryOf(extraction: Extraction): string {
  const { usage } = extraction;
  const errors = extraction.errors.map((error) => `  ${toSafeText(error.pointer)}: ${toSafeText(error.message)}`);
  const run = extraction.cached ? 'from the cache' : `${usage.modelCalls} runs of the model, ${Math.round(extraction.latencyMs)} ms`;
  return [
    `valid: ${extraction.valid ? 'yes' : 'no'}`,
    ...errors,
    `model: ${extraction.model}; ${usage.inputTokens} tokens in, ${usage.outputTokens} out; ${run}`,
  ].join('\n');
}
