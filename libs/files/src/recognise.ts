import { fileTypeFromBuffer } from 'file-type';
import { accept, type Decision, refuse } from '#aggregates/rules';
import type { FileRefusal } from './file-problems.js';

/** A file as it may be kept, in bytes: 2 MiB. */
export const MAX_FILE_BYTES = 2 * 2 ** 20;

export const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const;
export const PAPER_TYPES = [...IMAGE_TYPES, 'application/pdf'] as const;
export type FileType = (typeof PAPER_TYPES)[number];

/** The type of a file by its content, whatever its sender called it. Refusals: file-too-large, file-type-not-accepted. */
export async function recognise<Type extends FileType>(
  bytes: Buffer,
  accepted: readonly Type[],
): Promise<Decision<Type, FileRefusal>> {
  if (bytes.length > MAX_FILE_BYTES) return refuse('file-too-large');
  const found = await fileTypeFromBuffer(bytes);
  const type = accepted.find((each) => each === found?.mime);
  return type ? accept(type) : refuse('file-type-not-accepted');
}
