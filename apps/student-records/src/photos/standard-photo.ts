import { accept, type Decision } from '#aggregates/rules';
import { asJpeg, type FileRefusal, IMAGE_TYPES, recognise, sizeOf } from '#files';
import { checkPortrait, type PhotoRefusal } from '../domain/photo.js';
import type { RegistrationRules } from '../domain/rules.js';

/** 标准照: an uploaded image in the form in which certificates print it, without what else the file held. */
export async function standardPhoto(
  image: Buffer,
  form: RegistrationRules['photo'],
): Promise<Decision<Buffer, FileRefusal | PhotoRefusal>> {
  const type = await recognise(image, IMAGE_TYPES);
  if (!type.ok) return type;
  const size = await sizeOf(image);
  if (!size.ok) return size;
  const portrait = checkPortrait(size.value, form);
  if (!portrait.ok) return portrait;
  const { width, height } = form;
  const jpeg = await asJpeg(image, { width, height, fit: 'cover' });
  return jpeg.ok ? accept(jpeg.value) : jpeg;
}
