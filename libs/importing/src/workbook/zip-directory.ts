/** An entry as the directory of an archive tells of it. Its sender writes that: nothing of it is to be believed. */
export interface ZipEntry {
  name: string;
  /** 0: stored as it is; 8: deflated. */
  method: number;
  /** In bytes; also below. */
  packedSize: number;
  unpackedSize: number;
  /** Where its own header begins; its content follows that. */
  headerAt: number;
}

/** Signatures and lengths in bytes by APPNOTE 4.3. */
const END = { signature: 0x06054b50, length: 22, longestComment: 0xffff };
const ENTRY = { signature: 0x02014b50, length: 46 };
const HEADER = { signature: 0x04034b50, length: 30 };
/** Stands where the value is in the extra field of zip64: some writers put all of them there. */
const ELSEWHERE = 0xffffffff;
const ZIP64 = 0x0001;
const UTF8 = 0x0800;

/** The entries of a zip archive in the order of its directory. @throws Error if it has none */
export function* entriesOf(archive: Buffer): Generator<ZipEntry> {
  const end = endOf(archive);
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    expectSignature(archive, at, ENTRY.signature);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(at + field),
    ) as [number, number, number];
    const extraAt = at + ENTRY.length + nameLength;
    const encoding = archive.readUInt16LE(at + 8) & UTF8 ? 'utf8' : 'latin1';
    const [unpackedSize, packedSize, headerAt] = placed(
      [24, 20, 42].map((field) => archive.readUInt32LE(at + field)),
      archive.subarray(extraAt, extraAt + extraLength),
    ) as [number, number, number];
    yield {
      name: archive.toString(encoding, at + ENTRY.length, extraAt),
      method: archive.readUInt16LE(at + 10),
      packedSize,
      unpackedSize,
      headerAt,
    };
    at = extraAt + extraLength + commentLength;
  }
}

/** What an entry holds, as it is packed. @throws Error if it does not lie in the archive */
export function packedContent(archive: Buffer, { headerAt, packedSize }: ZipEntry): Buffer {
  expectSignature(archive, headerAt, HEADER.signature);
  const from =
    headerAt + HEADER.length + archive.readUInt16LE(headerAt + 26) + archive.readUInt16LE(headerAt + 28);
  if (from + packedSize > archive.length) throw new Error('An entry goes on beyond the archive.');
  return archive.subarray(from, from + packedSize);
}

/** The end of the directory is looked for from behind, since a comment may follow it. */
function endOf(archive: Buffer): number {
  const first = Math.max(0, archive.length - END.length - END.longestComment);
  for (let at = archive.length - END.length; at >= first; at--)
    if (archive.readUInt32LE(at) === END.signature) return at;
  throw new Error('This is no zip archive.');
}

/** Zip64 keeps, in this order, only those values that the entry itself does not. */
function placed(values: number[], extra: Buffer): number[] {
  if (!values.includes(ELSEWHERE)) return values;
  const wide = zip64Of(extra);
  let at = 0;
  return values.map((value) => {
    if (value !== ELSEWHERE) return value;
    at += 8;
    return Number(wide.readBigUInt64LE(at - 8));
  });
}

function zip64Of(extra: Buffer): Buffer {
  for (let at = 0; at < extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64) return extra.subarray(at + 4, end);
    at = end;
  }
  throw new Error('An entry lacks its zip64 field.');
}

function expectSignature(archive: Buffer, at: number, signature: number): void {
  if (archive.readUInt32LE(at) !== signature) throw new Error('The archive is broken.');
}
