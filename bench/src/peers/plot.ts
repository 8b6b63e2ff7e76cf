/** One engine in the plot. */
export interface Bar {
  readonly label: string;
  readonly isOurs: boolean;
  readonly medianMs: number;
  readonly p95Ms: number;
}

const WIDTH = 880;
const MARGIN = 12;
const LABEL_WIDTH = 342;
const VALUE_WIDTH = 80;
const ROW = 34;
const BAR = 16;
const TOP = 48;
/** A whisker that is longer than this many times the longest bar would squeeze all bars; it ends in an arrow. */
const LONGEST_WHISKER = 2;

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const round = (value: number) => Number(value.toFixed(1));
const seconds = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`);

/** Colours that stay apart for the colour-blind, on light and on dark pages. */
const style = `
.page { fill: #ffffff }
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.note { fill: #59636e }
.ours { fill: #0969da }
.peer { fill: #bf8700 }
.whisker { stroke: #59636e; stroke-width: 1.5; fill: none }
@media (prefers-color-scheme: dark) {
  .page { fill: #0d1117 }
  text { fill: #e6edf3 }
  .note { fill: #9198a1 }
  .ours { fill: #4493f8 }
  .peer { fill: #d29922 }
  .whisker { stroke: #9198a1 }
}`;

function renderBar({ label, isOurs, medianMs, p95Ms }: Bar, at: number, longest: number): string {
  const scale = (WIDTH - MARGIN - LABEL_WIDTH - VALUE_WIDTH) / longest;
  const isCut = p95Ms > longest;
  const y = TOP + at * ROW;
  const middle = y + BAR / 2;
  const [end, tail] = [LABEL_WIDTH + medianMs * scale, LABEL_WIDTH + Math.min(p95Ms, longest) * scale];
  return [
    `<text x="${LABEL_WIDTH - 10}" y="${round(middle + 4.5)}" text-anchor="end">${escapeXml(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'peer'}" x="${LABEL_WIDTH}" y="${y}" width="${round(Math.max(1, medianMs * scale))}" height="${BAR}" rx="2"/>`,
    `<path class="whisker" d="M${round(end)} ${middle}H${round(tail)}${isCut ? `m-5 -4l5 4l-5 4` : `m0 -4v8`}"/>`,
    `<text x="${round(tail + 8)}" y="${round(middle + 4.5)}">${seconds(medianMs)}</text>`,
  ].join('\n');
}

/** Medians as bars with whiskers up to the 95th percentile, as an SVG document. Engines without a time are left out. */
export function renderPlot(bars: readonly Bar[]): string {
  const shown = bars.filter(({ medianMs }) => Number.isFinite(medianMs));
  const longestBar = Math.max(1, ...shown.map(({ medianMs }) => medianMs));
  const longest = Math.min(LONGEST_WHISKER * longestBar, Math.max(...shown.map(({ p95Ms }) => p95Ms)));
  const height = TOP + shown.length * ROW + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">Time of one extraction: ${escapeXml(shown.map(({ label, medianMs }) => `${label} ${seconds(medianMs)}`).join(', '))}</title>`,
    `<style>${style}\n</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="26">Time of one extraction</text>`,
    `<text class="note" x="${WIDTH - MARGIN}" y="26" text-anchor="end">median; line: 95th percentile; shorter is better</text>`,
    ...shown.map((bar, at) => renderBar(bar, at, longest)),
    '</svg>',
    '',
  ].join('\n');
}
