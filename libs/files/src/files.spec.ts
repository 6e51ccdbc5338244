import sharp from 'sharp';
import { asJpeg, sizeOf } from './images.js';
import { IMAGE_TYPES, MAX_FILE_BYTES, PAPER_TYPES, recognise } from './recognise.js';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#9ab' } });
const small = { width: 358, height: 441, fit: 'cover' } as const;
const code = async (decision: Promise<{ ok: boolean; code?: string }>) => (await decision).code;

describe('The type of a file', () => {
  it('is that of its content', async () => {
    const jpeg = await plain(40, 50).jpeg().toBuffer();
    expect(await recognise(jpeg, IMAGE_TYPES)).toEqual({ ok: true, value: 'image/jpeg' });
    const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n');
    expect(await recognise(pdf, PAPER_TYPES)).toEqual({ ok: true, value: 'application/pdf' });
    expect(await code(recognise(pdf, IMAGE_TYPES))).toBe('file-type-not-accepted');
  });

  it.each(['<html><script>alert(1)</script>', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'MZ', ''])(
    'is not accepted where it is neither image nor paper: %s',
    async (text) => {
      expect(await code(recognise(Buffer.from(text), PAPER_TYPES))).toBe('file-type-not-accepted');
    },
  );

  it('is not asked of more than two mebibytes', async () => {
    expect(await code(recognise(Buffer.alloc(MAX_FILE_BYTES + 1), PAPER_TYPES))).toBe('file-too-large');
  });
});

describe('An image', () => {
  it('loses where and by what it was taken, and stands upright', async () => {
    const taken = await plain(800, 600)
      .withExif({ IFD3: { GPSLatitude: '29/1 33/1 0/1' }, IFD0: { Model: 'Phone' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(taken).metadata()).exif).toBeDefined();
    expect(await sizeOf(taken)).toEqual({ ok: true, value: { width: 600, height: 800 } });
    const made = await asJpeg(taken, small);
    if (!made.ok) throw new Error(made.code);
    const { format, width, height, exif, icc, xmp, orientation } = await sharp(made.value).metadata();
    expect({ format, width, height }).toEqual({ format: 'jpeg', width: 358, height: 441 });
    expect([exif, icc, xmp, orientation]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is the same bytes each time it is made anew', async () => {
    const image = await plain(700, 900).png().toBuffer();
    expect(await asJpeg(image, small)).toEqual(await asJpeg(image, small));
  });

  it('is refused where some kilobytes would unpack to more pixels than are read', async () => {
    const bomb = await plain(6_000, 6_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(MAX_FILE_BYTES);
    expect(await code(asJpeg(bomb, small))).toBe('image-unreadable');
    expect(await code(sizeOf(bomb))).toBe('image-unreadable');
  });

  it('is refused where it breaks off', async () => {
    const image = await plain(700, 900).jpeg().toBuffer();
    expect(await code(asJpeg(image.subarray(0, image.length / 2), small))).toBe('image-unreadable');
  });
});
