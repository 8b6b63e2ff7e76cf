import type { LongScore } from './score.js';

export interface LongRun {
  /** thousand UTF-16 units of text */
  readonly kb: number;
  readonly seed: number;
  /** undefined: the model's own */
  readonly minProbability: number | undefined;
  readonly seconds: number;
  readonly peakRssBytes: number;
  readonly modelCalls: number;
  readonly score: LongScore;
}

/** What was promised before it was measured. */
const bars = { foundShare: 0.95, rssBytes: 2 ** 30 } as const;

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const share = (part: number, all: number) => `${part} of ${all} (${((100 * part) / Math.max(all, 1)).toFixed(1)} %)`;
const yesNo = (isMet: boolean) => (isMet ? 'yes' : 'no');

const styleNames = { labels: 'lines with labels', log: 'lines of a log', prose: 'sentences' } as const;

/** The promises beside what was measured, and the facts by the way in which they are printed; Markdown. */
export function renderLong({ kb, seed, minProbability, seconds, peakRssBytes, modelCalls, score }: LongRun): string {
  const { facts, found, scalars, byStyle, leaves, falseInvoices, falseScalars, brokenSlices } = score;
  const rssMib = `${Math.round(peakRssBytes / 2 ** 20)} MiB`;
  const styles = Object.entries(byStyle).map(([style, { whole, known, all }]) =>
    line([`invoices in ${styleNames[style as keyof typeof styleNames]}`, share(whole, all), share(known, all)]),
  );
  return [
    line(['promise', 'measured', 'kept']),
    line(['---', '---:', '---:']),
    line([`${100 * bars.foundShare} % of the facts found`, share(found, facts), yesNo(found / facts >= bars.foundShare)]),
    line(['RSS never above 1 GiB', rssMib, yesNo(peakRssBytes <= bars.rssBytes)]),
    '',
    `${kb} thousand characters, seed ${seed}, ${minProbability === undefined ? "the model's own threshold" : `threshold ${minProbability}`}: ${(seconds / 60).toFixed(1)} minutes, ${modelCalls} runs of the model.`,
    '',
    line(['facts', 'right in all values', 'found by number']),
    line(['---', '---:', '---:']),
    line(['single labelled values', share(scalars.right, scalars.all), '–']),
    ...styles,
    '',
    `Values of invoices that are right: ${share(leaves.right, leaves.all)}. Invoices that nobody planted, or given twice: ${falseInvoices}; wrong single values: ${falseScalars}. ` +
      `Places that do not hold what they say: ${brokenSlices}.`,
  ].join('\n');
}
