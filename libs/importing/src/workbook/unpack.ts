import { unzipSync } from 'fflate';
import { accept, type Parsed, refuse } from '#national-codes';
import { BROKEN } from '../reading/file-refusals.js';

/** Ten thousand rows of thirty columns unpack to about 20 MiB. */
const MOST_BYTES = 64 * 2 ** 20;

class TooLarge extends Error {}

/**
 * Entries of a zip archive by name, those that are wanted. An entry never takes more room than the directory of the
 * archive says, and what it says is counted before anything is unpacked: a zip bomb is refused, also one that lies.
 * Refusals: file-too-large, file-broken.
 */
export function unpack(bytes: Buffer, isWanted: (name: string) => boolean): Parsed<Map<string, Uint8Array>> {
  let total = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!isWanted(name)) return false;
        total += originalSize;
        if (total > MOST_BYTES) throw new TooLarge();
        return true;
      },
    });
    return accept(new Map(Object.entries(entries)));
  } catch (error) {
    return error instanceof TooLarge
      ? refuse('file-too-large', '工作簿解压后过大，请删除多余的工作表、图片和格式后上传')
      : BROKEN;
  }
}
