import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { accept, type Parsed, refuse } from '#national-codes';
import { BROKEN } from '../reading/file-refusals.js';
import { entriesOf, packedContent, type ZipEntry } from './zip-directory.js';

/** Ten thousand rows of thirty columns unpack to about 20 MiB. */
const MAX_BYTES = 64 * 2 ** 20;
const STORED = 0;
const DEFLATED = 8;

const inflate = promisify(inflateRaw);

/**
 * Entries of a zip archive by name, those that are wanted. What the directory of the archive says of their size is
 * counted before anything is unpacked, and unpacking ends where an entry goes on beyond it: a zip bomb is refused, also
 * one that lies. It inflates beside the event loop. No part may stand there twice: which one counts would be anybody's
 * guess, and a small archive could have one content unpacked 65,535 times.
 * Refusals: file-too-large, file-broken.
 */
export async function unpack(
  archive: Buffer,
  isWanted: (name: string) => boolean,
): Promise<Parsed<Map<string, Uint8Array>>> {
  try {
    const entries = [...entriesOf(archive)].filter(({ name }) => isWanted(name));
    if (new Set(entries.map(({ name }) => name)).size < entries.length) return BROKEN;
    if (entries.reduce((total, { unpackedSize }) => total + unpackedSize, 0) > MAX_BYTES) return TOO_LARGE;
    const contents = new Map<string, Uint8Array>();
    for (const entry of entries) contents.set(entry.name, await contentOf(archive, entry));
    return accept(contents);
  } catch {
    return BROKEN;
  }
}

const TOO_LARGE = refuse('file-too-large', '工作簿解压后过大，请删除多余的工作表、图片和格式后上传');

async function contentOf(archive: Buffer, entry: ZipEntry): Promise<Buffer> {
  const packed = packedContent(archive, entry);
  const content = entry.method === STORED ? packed : await inflated(packed, entry);
  if (content.length !== entry.unpackedSize) throw new Error('An entry is not as long as it says.');
  return content;
}

function inflated(packed: Buffer, { method, unpackedSize }: ZipEntry): Promise<Buffer> {
  if (method !== DEFLATED) throw new Error('An entry is packed in a way that no workbook is.');
  // Node takes no limit below one byte.
  return inflate(packed, { maxOutputLength: Math.max(1, unpackedSize) });
}
