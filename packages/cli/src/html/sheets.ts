import type { Box, DocumentPage, PageImage } from '@maaza/core/document';
import type { PlacedField } from '../output/places.js';
import { showInAttribute } from './page.js';
import { describeValue, leastProbability, type ShownValue } from './shown-value.js';
import { formatProbability, surenessClass } from './sureness.js';

/** The pages of a document, and images of those that are to be seen. */
export interface DocumentPictures {
  readonly pages: readonly DocumentPage[];
  readonly images: readonly PageImage[];
}

/** One frame on the image of a page: all values whose words stand there. */
interface Frame {
  readonly page: DocumentPage;
  readonly box: Box;
  readonly values: ShownValue[];
}

interface Sheets {
  readonly html: string;
  /** where the frames stand: styles in attributes are not allowed by the policy of the page */
  readonly style: string;
  /** numbers of the values that have a frame */
  readonly framed: ReadonlySet<number>;
}

const rounded = (share: number) => `${Math.round(share * 100_000) / 1000}%`;

/** The images of pages one below the other, with a frame around the words of each value; frames are links to the values. */
export function renderSheets({ pages, images }: DocumentPictures, values: readonly ShownValue[]): Sheets {
  const imageOf = new Map(images.map((image) => [image.number, image]));
  const frames = findFrames(
    values,
    pages.filter(({ number, size }) => size !== undefined && imageOf.has(number)),
  );
  const starting = new Map<Frame, ShownValue[]>();
  const framed = new Set<number>();
  for (const frame of frames) {
    starting.set(
      frame,
      frame.values.filter(({ number }) => !framed.has(number)),
    );
    for (const { number } of frame.values) framed.add(number);
  }
  const classOf = new Map(frames.map((frame, at) => [frame, `at${at}`]));
  const html = groupPages(pages, imageOf).map((group) => {
    const image = imageOf.get(group[0]!.number);
    if (image === undefined) return `<p class="skipped">${describeSkipped(group)}</p>`;
    const [page] = group;
    const links = frames.filter((frame) => frame.page === page).map((frame) => frameHtml(frame, classOf.get(frame)!, starting.get(frame)!));
    const { width, height, mediaType } = image;
    const source = `data:${mediaType};base64,${Buffer.from(image.bytes).toString('base64')}`;
    const title = `Page ${page!.number} of ${pages.length}`;
    return `<figure class="sheet"><div class="paper"><img src="${source}" width="${width}" height="${height}" alt="${title}">${links.join('')}</div><figcaption>${title}${describeRecognition(page!)}</figcaption></figure>`;
  });
  return { html: html.join('\n'), style: frames.map((frame) => rule(frame, classOf.get(frame)!, frames)).join('\n'), framed };
}

/** In the order of the pages, and on each of them in the order of its words. */
function findFrames(values: readonly ShownValue[], pages: readonly DocumentPage[]): readonly Frame[] {
  const frames = new Map<string, Frame>();
  const byText = [...values].sort((a, b) => (a.field?.start ?? 0) - (b.field?.start ?? 0) || (a.field?.end ?? 0) - (b.field?.end ?? 0));
  for (const value of byText) {
    for (const { page: number, box } of (value.field as PlacedField | undefined)?.places ?? []) {
      const page = pages.find((one) => one.number === number);
      if (page === undefined || box === undefined) continue;
      const key = [number, ...[box.x, box.y, box.width, box.height].map((length) => length.toFixed(1))].join(' ');
      const frame = frames.get(key) ?? { page, box, values: [] };
      frames.set(key, frame);
      if (!frame.values.includes(value)) frame.values.push(value);
    }
  }
  return [...frames.values()].sort((a, b) => a.page.number - b.page.number);
}

function frameHtml({ values }: Frame, place: string, starting: readonly ShownValue[]): string {
  const [first] = values;
  const title = values.map(describeValue).join(', ');
  // Others that begin here too need a target of their own.
  const own = starting[0] === undefined ? '' : ` id="b${starting[0].number}"`;
  const targets = starting.slice(1).map(({ number }) => `<span id="b${number}"></span>`);
  const classes = ['box', place, surenessClass(leastProbability(values))].filter(Boolean).join(' ');
  const tab = starting.length > 0 ? '' : ' tabindex="-1"';
  const numbers = values.map(({ number }) => number).join(' ');
  return `<a class="${classes}"${own}${tab} href="#v${first!.number}" data-values="${numbers}" title="${showInAttribute(title)}" aria-label="${showInAttribute(title)}">${targets.join('')}</a>`;
}

/** Of frames in each other, the smaller lies above. */
function rule({ page, box }: Frame, place: string, frames: readonly Frame[]): string {
  const { width, height } = page.size!;
  const area = box.width * box.height;
  const below = frames.filter((other) => other.page === page && other.box.width * other.box.height > area).length;
  const [left, top] = [rounded(box.x / width), rounded(box.y / height)];
  return `.${place} { left: ${left}; top: ${top}; width: ${rounded(box.width / width)}; height: ${rounded(box.height / height)}; z-index: ${below}; }`;
}

/** A page with an image by itself; pages without one as long as they follow each other. */
function groupPages(pages: readonly DocumentPage[], imageOf: ReadonlyMap<number, PageImage>): readonly (readonly DocumentPage[])[] {
  const groups: DocumentPage[][] = [];
  for (const page of pages) {
    const before = groups.at(-1)?.at(-1);
    if (before !== undefined && !imageOf.has(before.number) && !imageOf.has(page.number)) groups.at(-1)!.push(page);
    else groups.push([page]);
  }
  return groups;
}

function describeSkipped(group: readonly DocumentPage[]): string {
  const [first, last] = [group[0]!.number, group.at(-1)!.number];
  return first === last ? `Page ${first} is not shown.` : `Pages ${first} to ${last} are not shown.`;
}

function describeRecognition({ isRecognised, confidence }: DocumentPage): string {
  if (!isRecognised) return '';
  return confidence === undefined ? ', no words recognised' : `, words recognised with a confidence of ${formatProbability(confidence)}`;
}
