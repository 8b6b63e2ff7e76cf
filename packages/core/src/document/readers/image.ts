import { DocumentBuilder } from '../document-builder.js';
import { libraries } from '../libraries.js';
import type { Reader } from '../reader.js';
import { overLimit } from '../unreadable.js';
import { writeRecognisedText } from './recognise.js';

/** Images: the text that is recognised on each page. */
export const readImage: Reader = async (bytes, { type, limits, signal }) => {
  const { openImage } = await libraries.images();
  const file = await openImage(bytes, limits.maxPixels);
  if (file.pageCount > limits.maxPages) throw overLimit('maxPages', limits.maxPages, file.pageCount, `has ${file.pageCount} pages`);
  const builder = new DocumentBuilder(limits);
  for (let index = 0; index < file.pageCount; index++) {
    signal.throwIfAborted();
    const image = await file.decode(index);
    builder.startPage({ size: { width: image.width, height: image.height, unit: 'px' }, isRecognised: true });
    await writeRecognisedText(image, 1, builder, signal);
  }
  return builder.finish(type!);
};
