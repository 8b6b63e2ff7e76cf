import { arch, cpus } from 'node:os';
import type { Sample } from '../../../packages/core/test/document/samples.js';

export interface Measurement {
  readonly sample: Sample;
  /** share of the words, 0 to 1 */
  readonly accuracy: number;
  readonly wordCount: number;
  /** the same with Tesseract's defaults; for images of one page alone */
  readonly defaultAccuracy?: number;
  /** of the second reading, so that libraries are loaded; recognition runs on a thread of its own and counts */
  readonly cpuMs: number;
  readonly isRecognised: boolean;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

export const documentsHeader = [
  line(['file', 'made by', 'words', 'right', "Tesseract's defaults", 'CPU time']),
  line(['---', '---', '---:', '---:', '---:', '---:']),
].join('\n');

export function renderMeasurement({ sample, accuracy, wordCount, defaultAccuracy, cpuMs }: Measurement): string {
  const defaults = defaultAccuracy === undefined ? '' : percent(defaultAccuracy);
  return line([sample.file, sample.madeBy, String(wordCount), percent(accuracy), defaults, `${(cpuMs / 1000).toFixed(2)} s`]);
}

/** Mean over words, so that a long page counts more than a short one. */
function meanOver(measurements: readonly Measurement[], shareOf: (measurement: Measurement) => number): string {
  const words = measurements.reduce((sum, { wordCount }) => sum + wordCount, 0);
  return percent(measurements.reduce((sum, measurement) => sum + shareOf(measurement) * measurement.wordCount, 0) / words);
}

export function renderDocuments(measurements: readonly Measurement[]): string {
  const recognised = measurements.filter(({ isRecognised }) => isRecognised);
  const read = measurements.filter(({ isRecognised }) => !isRecognised);
  const compared = recognised.filter(({ defaultAccuracy }) => defaultAccuracy !== undefined);
  const ours = meanOver(compared, ({ accuracy }) => accuracy);
  const defaults = meanOver(compared, ({ defaultAccuracy }) => defaultAccuracy!);
  return `# Documents

Share of the words that \`readDocument\` reads right and in their place, on files that other programs made
(packages/core/test/document/fixtures): one less the edit distance in words over the words that stand on the page. Node ${process.version}, ${arch()}, ${cpus()[0]?.model.trim()}.
\`npm run bench -- documents\` makes this page anew.

${documentsHeader}
${measurements.map(renderMeasurement).join('\n')}

| all words | right |
| --- | ---: |
| read from the file | ${meanOver(read, ({ accuracy }) => accuracy)} |
| recognised on an image | ${meanOver(recognised, ({ accuracy }) => accuracy)} |
| the images that have a figure for Tesseract's defaults | ${ours} against ${defaults} |

A word counts as wrong where one letter is: on the images most of the wrong ones are names with letters that English does not have (Möller, Søn, ß), because the data is
for English. CPU time is of all threads, start of the recogniser not included; images are read in two page modes.
`;
}
