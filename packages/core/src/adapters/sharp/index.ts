import type { Sharp } from 'sharp';
import type { ColourImage, GrayImage } from '../../document/page-text.js';
import { overLimit, unreadable } from '../../document/unreadable.js';
import { MaazaError } from '../../errors/index.js';
import { loadOptionalDependency } from '../optional-dependency.js';

const loadSharp = async () => (await loadOptionalDependency('sharp', 'reading images', () => import('sharp'))).default;

/** An image file, of one page or several. */
export interface ImageFile {
  readonly pageCount: number;
  /** @param index - from 0 */
  decode(index: number): Promise<GrayImage>;
  /** @param maxSide - pixels of the longer side, at most; it is never enlarged */
  encode(index: number, maxSide: number): Promise<EncodedImage>;
}

/** A WebP file. */
export interface EncodedImage {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Letters stay sharp, and a page takes some 50 to 150 kB. */
const QUALITY = 80;

async function toWebp(image: Sharp): Promise<EncodedImage> {
  const { data, info } = await image.webp({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, bytes: data };
}

/** A picture of a page as a file that browsers show. */
export async function encodeImage({ width, height, data }: ColourImage): Promise<EncodedImage> {
  const sharp = await loadSharp();
  return toWebp(sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha());
}

async function toGray(image: Sharp): Promise<GrayImage> {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/**
 * Opens an image. Only its head is read; claims of more pixels than `maxPixels` are refused before anything is decoded.
 * @throws {DocumentError} `unreadable_document`
 */
export async function openImage(bytes: Uint8Array, maxPixels: number): Promise<ImageFile> {
  const sharp = await loadSharp();
  const options = { limitInputPixels: false, failOn: 'error' } as const;
  const damaged = (cause: unknown) => unreadable('broken', `is a damaged image: ${(cause as Error).message}`, {}, cause);
  const {
    width,
    height,
    pages = 1,
  } = await sharp(bytes, options)
    .metadata()
    .catch((cause: unknown) => {
      throw damaged(cause);
    });
  const assertPixels = (pixels: number) => {
    if (pixels > maxPixels) throw overLimit('maxPixels', maxPixels, pixels, `is an image of ${pixels} pixels`);
  };
  assertPixels(width * height);
  const openPage = async (index: number): Promise<Sharp> => {
    const page = sharp(bytes, { ...options, page: index });
    // Pages of one file may differ in size.
    const head = await page.metadata();
    assertPixels(head.width * head.height);
    return page.autoOrient().flatten({ background: '#ffffff' });
  };
  const orDamaged = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      throw MaazaError.isInstance(cause) ? cause : damaged(cause);
    }
  };
  return {
    pageCount: pages,
    decode: (index) => orDamaged(openPage(index).then((page) => toGray(page.toColourspace('b-w')))),
    encode: (index, maxSide) =>
      orDamaged(
        openPage(index).then((page) =>
          toWebp(page.resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb')),
        ),
      ),
  };
}

/** How much smaller the copy is that tells the paper from the ink, and how far it is blurred, in its own pixels. */
const SHRINK = 16;
const BLUR = 4;
/** Below this width letters are too small for recognition. */
const SMALL_WIDTH = 900;

/** The light that falls on each place of a page: the image, blurred until its letters are gone. */
async function findLight(image: GrayImage): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const raw = { width: image.width, height: image.height, channels: 1 } as const;
  const small = { width: Math.max(Math.round(image.width / SHRINK), 1), height: Math.max(Math.round(image.height / SHRINK), 1) };
  const blurred = await sharp(image.data, { raw })
    .resize({ ...small, fit: 'fill' })
    .blur(BLUR)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const light = sharp(blurred, { raw: { ...small, channels: 1 } }).resize({
    width: image.width,
    height: image.height,
    fit: 'fill',
    kernel: 'cubic',
  });
  return (await toGray(light.toColourspace('b-w'))).data;
}

/**
 * Makes an image ready for recognition: divided by its light, which takes shadows away, and doubled where it is small.
 * @returns the image and how many times larger than the original it is
 */
export async function prepareForRecognition(image: GrayImage): Promise<{ readonly image: GrayImage; readonly scale: number }> {
  const light = await findLight(image);
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at++) data[at] = Math.min(255, (255 * image.data[at]!) / Math.max(light[at]!, 1));
  const even = { ...image, data };
  if (image.width >= SMALL_WIDTH) return { image: even, scale: 1 };
  const sharp = await loadSharp();
  const doubled = sharp(data, { raw: { width: image.width, height: image.height, channels: 1 } }).resize({
    width: 2 * image.width,
    kernel: 'cubic',
  });
  return { image: await toGray(doubled.toColourspace('b-w')), scale: 2 };
}
