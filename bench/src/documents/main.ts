/** `npm run bench -- documents`: words read right on files that other programs made. Writes bench/results/documents.md. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDocument } from '@maaza/core/document';
import { readExpected, readFixture, type Sample, samples } from '../../../packages/core/test/document/samples.js';
import { wordAccuracy, wordsOf } from '../../../packages/core/test/document/word-accuracy.js';
import { openDefaultRecogniser } from './defaults.js';
import { documentsHeader, type Measurement, renderDocuments, renderMeasurement } from './report.js';

const results = fileURLToPath(new URL('../../results/documents.md', import.meta.url));

type DefaultRecogniser = Awaited<ReturnType<typeof openDefaultRecogniser>>;

async function measure(sample: Sample, defaults: DefaultRecogniser): Promise<Measurement> {
  const bytes = readFixture(sample.file);
  const expected = readExpected(sample.expected);
  await readDocument(bytes, { isolation: 'none' });
  const before = process.cpuUsage();
  const { text, pages } = await readDocument(bytes, { isolation: 'none' });
  const { user, system } = process.cpuUsage(before);
  const isImage = pages[0]?.size?.unit === 'px' && pages.length === 1;
  return {
    sample,
    accuracy: wordAccuracy(expected, text),
    wordCount: wordsOf(expected).length,
    ...(isImage && { defaultAccuracy: wordAccuracy(expected, await defaults.recognise(bytes)) }),
    cpuMs: (user + system) / 1000,
    isRecognised: pages.some(({ isRecognised, end, start }) => isRecognised && end > start),
  };
}

export async function run(): Promise<void> {
  const defaults = await openDefaultRecogniser();
  const measurements: Measurement[] = [];
  console.log(documentsHeader);
  try {
    for (const sample of samples) {
      const measurement = await measure(sample, defaults);
      measurements.push(measurement);
      console.log(renderMeasurement(measurement));
    }
  } finally {
    await defaults.dispose();
  }
  writeFileSync(results, renderDocuments(measurements));
}
