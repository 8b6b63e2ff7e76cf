import type { DocumentBuilder } from '../document-builder.js';
import { union } from '../layout/lines.js';
import { breakBetween } from '../layout/write-lines.js';
import { libraries } from '../libraries.js';
import type { GrayImage, RecognisedWord } from '../page-text.js';
import type { Box } from '../types.js';

/** Difference of the darkest and the lightest pixel below which there is nothing on an image. */
const BLANK_RANGE = 40;

function isBlank({ data }: GrayImage): boolean {
  let [darkest, lightest] = [255, 0];
  for (const value of data) {
    if (value < darkest) darkest = value;
    if (value > lightest) lightest = value;
  }
  return lightest - darkest < BLANK_RANGE;
}

const scaleBox = ({ x, y, width, height }: Box, scale: number): Box => ({
  x: x * scale,
  y: y * scale,
  width: width * scale,
  height: height * scale,
});

/** In heights of a letter: the gap from which on two words stand in two columns. */
const COLUMN = 1.5;

function gapBetween(before: RecognisedWord, after: RecognisedWord): string {
  const gap = after.box.x - before.box.x - before.box.width;
  return gap > COLUMN * Math.min(before.box.height, after.box.height) ? '  ' : ' ';
}

/**
 * Recognises the text on an image and adds it to the page that was begun last.
 * @param toPage - page units of one pixel of the image
 */
export async function writeRecognisedText(image: GrayImage, toPage: number, builder: DocumentBuilder, signal: AbortSignal): Promise<void> {
  if (isBlank(image)) return;
  const [{ prepareForRecognition }, { recogniseText }] = await Promise.all([libraries.images(), libraries.recognition()]);
  const { image: prepared, scale } = await prepareForRecognition(image);
  const { lines } = await recogniseText(prepared, signal);
  let before: Box | undefined;
  for (const words of lines) {
    const frame = union(words.map(({ box }) => box));
    if (before) builder.append(breakBetween(before, frame));
    words.forEach((word, index) => {
      if (index > 0) builder.append(gapBetween(words[index - 1]!, word));
      builder.append(word.text, scaleBox(word.box, toPage / scale));
    });
    before = frame;
  }
  const words = lines.flat();
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  if (letters > 0) builder.setConfidence(words.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / letters / 100);
}
