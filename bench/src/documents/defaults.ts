import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker } from 'tesseract.js';

/** Recognises images as Tesseract does by itself: neither prepared nor straightened, in its default page mode, with its standard data. */
export async function openDefaultRecogniser() {
  const data = createRequire(import.meta.url).resolve('@tesseract.js-data/eng');
  const worker = await createWorker('eng', 1, { langPath: join(dirname(data), '4.0.0'), cacheMethod: 'none', gzip: true });
  return {
    recognise: async (image: Uint8Array): Promise<string> => (await worker.recognize(Buffer.from(image))).data.text,
    dispose: async () => void (await worker.terminate()),
  };
}
