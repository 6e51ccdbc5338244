import iconv from 'iconv-lite';
import { accept, refuse, type Parsed } from '#national-codes';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/**
 * The text of a CSV file: UTF-8, with or without its mark, else GB18030 (what Excel in China saves).
 * Refusal: undecodable. Nothing is decoded "as well as possible".
 */
export function decodeText(bytes: Buffer): Parsed<string> {
  if (bytes.includes(0)) return undecodable();
  const marked = bytes.subarray(0, 3).equals(UTF8_MARK);
  const utf8 = strictUtf8(marked ? bytes.subarray(3) : bytes);
  if (utf8 !== undefined) return accept(utf8);
  return marked || isDamagedUtf8(bytes) ? undecodable() : gb18030(bytes);
}

function strictUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A UTF-8 file with a few broken bytes decodes as GB18030 too, and every name in it would be wrong. */
function isDamagedUtf8(bytes: Buffer): boolean {
  const beyondAscii = bytes.toString('utf8').match(/[^\0-\x7f]/gu) ?? [];
  const broken = beyondAscii.filter((character) => character === '\uFFFD').length;
  return broken * 5 < beyondAscii.length;
}

function gb18030(bytes: Buffer): Parsed<string> {
  const text = iconv.decode(bytes, 'gb18030');
  return text.includes('\uFFFD') ? undecodable() : accept(text);
}

const undecodable = () =>
  refuse('undecodable', '无法识别文件编码，请另存为 Excel 工作簿（.xlsx）或 CSV（UTF-8、GB18030）后上传');
