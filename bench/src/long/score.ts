import type { Extraction } from '@maaza/core';
import type { Invoice, LongDocument, PlantedInvoice, Style } from './document.js';

export interface LongScore {
  readonly facts: number;
  /** single values and whole invoices that are right */
  readonly found: number;
  readonly scalars: { readonly right: number; readonly all: number };
  readonly byStyle: Readonly<Record<Style, { readonly whole: number; readonly known: number; readonly all: number }>>;
  /** leaves of the planted invoices that are right */
  readonly leaves: { readonly right: number; readonly all: number };
  /** items of the list whose number is none that was planted, or is there a second time */
  readonly falseInvoices: number;
  /** values given for single facts that are not the planted ones */
  readonly falseScalars: number;
  readonly missed: readonly PlantedInvoice[];
  readonly brokenSlices: number;
}

const members = ['invoice_no', 'supplier', 'amount', 'due'] as const;

/** Holds an extraction against what was planted. */
export function scoreLong({ text, scalars, invoices }: LongDocument, { data, fields }: Extraction): LongScore {
  const given = data as Record<string, unknown> & { readonly invoices?: readonly Partial<Invoice>[] };
  const byNumber = new Map<string, Partial<Invoice>>();
  let falseInvoices = 0;
  const planted = new Map(invoices.map((invoice) => [invoice.value.invoice_no, invoice]));
  for (const item of given.invoices ?? []) {
    const number = item.invoice_no ?? '';
    if (!planted.has(number) || byNumber.has(number)) falseInvoices++;
    else byNumber.set(number, item);
  }
  const byStyle = { labels: { whole: 0, known: 0, all: 0 }, log: { whole: 0, known: 0, all: 0 }, prose: { whole: 0, known: 0, all: 0 } };
  const leaves = { right: 0, all: 0 };
  const missed: PlantedInvoice[] = [];
  for (const invoice of invoices) {
    const item = byNumber.get(invoice.value.invoice_no);
    const right = members.filter((member) => item?.[member] === invoice.value[member]).length;
    leaves.right += right;
    leaves.all += members.length;
    const row = byStyle[invoice.style];
    row.all++;
    if (item) row.known++;
    if (right === members.length) row.whole++;
    else missed.push(invoice);
  }
  const keys = Object.keys(scalars);
  const rightScalars = keys.filter((key) => given[key] === scalars[key]).length;
  const falseScalars = Object.entries(given).filter(
    ([key, value]) => key !== 'invoices' && value !== null && value !== scalars[key],
  ).length;
  const whole = Object.values(byStyle).reduce((sum, row) => sum + row.whole, 0);
  return {
    facts: keys.length + invoices.length,
    found: rightScalars + whole,
    scalars: { right: rightScalars, all: keys.length },
    byStyle,
    leaves,
    falseInvoices,
    falseScalars,
    missed,
    brokenSlices: Object.values(fields).filter(({ start, end, printed }) => start !== undefined && text.slice(start, end) !== printed)
      .length,
  };
}
