import pLimit from 'p-limit';
import sharp from 'sharp';
import { accept, type Decision, refuse } from '#aggregates/rules';
import type { FileRefusal } from './file-problems.js';

/** A phone of today takes twelve or sixteen million; some megabytes of one colour can be packed into some hundred bytes. */
const MAX_PIXELS = 24_000_000;
/** [D] Good enough for print, and half as large as 95. */
const JPEG_QUALITY = 90;

// One image is some ten megabytes while it is read, outside of the heap of V8: two at a time, and none kept.
const inTurn = pLimit(2);
sharp.cache(false);
sharp.concurrency(1);

/** In pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** How large an image is when it stands upright, by its header. */
export async function sizeOf(image: Buffer): Promise<Decision<ImageSize, FileRefusal>> {
  const { autoOrient } = (await attempt(() => reader(image).metadata())) ?? {};
  return autoOrient ? accept(autoOrient) : refuse('image-unreadable');
}

/**
 * An image as a JPEG that was made anew from its pixels: upright, in sRGB, on white, and without what else came in the file, such
 * as where it was taken. The same image gives the same bytes.
 * @param within fills this size as a whole, and loses what is beyond its aspect (`cover`), or is made no larger than it (`inside`)
 */
export async function asJpeg(
  image: Buffer,
  { width, height, fit }: ImageSize & { readonly fit: 'cover' | 'inside' },
): Promise<Decision<Buffer, FileRefusal>> {
  const jpeg = await attempt(() =>
    reader(image)
      .autoOrient()
      .resize({ width, height, fit, withoutEnlargement: fit === 'inside' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .jpeg({ quality: JPEG_QUALITY })
      .toBuffer(),
  );
  return jpeg ? accept(jpeg) : refuse('image-unreadable');
}

const reader = (image: Buffer) => sharp(image, { limitInputPixels: MAX_PIXELS, failOn: 'error' });

/** libvips says in words of its own what is wrong with a file; whoever sent it can do the same about each. */
const attempt = <T>(work: () => Promise<T>): Promise<T | undefined> => inTurn(work).catch(() => undefined);
