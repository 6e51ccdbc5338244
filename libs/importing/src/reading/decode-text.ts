import iconv from 'iconv-lite';
import { accept, refuse, type Parsed } from '#national-codes';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/**
 * The text of a CSV file: UTF-8, with or without its mark, else GB18030 (what Excel in China saves).
 * Refusals: undecodable, ambiguous-encoding. Nothing is decoded "as well as possible".
 */
export function decodeText(bytes: Buffer): Parsed<string> {
  if (bytes.includes(0)) return undecodable();
  const marked = bytes.subarray(0, 3).equals(UTF8_MARK);
  const utf8 = strictUtf8(marked ? bytes.subarray(3) : bytes);
  if (utf8 !== undefined) return marked || !isChineseToo(bytes, utf8) ? accept(utf8) : ambiguous();
  return marked || isDamagedUtf8(bytes) ? undecodable() : gb18030(bytes);
}

function strictUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Whether the bytes of UTF-8 are as plausible in GB18030: 谢伟 in the one is лΰ in the other. A file of Chinese titles
 * never is; one of English titles may be, where UTF-8 shows no Chinese character, or where GB18030 shows only such as
 * everybody writes (GB 2312). Among Latin letters é is one, and not the character of the same two bytes.
 */
function isChineseToo(bytes: Buffer, utf8: string): boolean {
  if (!/[^\0-\x7f]/.test(utf8)) return false;
  const chinese = iconv.decode(bytes, 'gb18030');
  if (!/^[\0-\x7f\p{Script=Han}\p{P}]*$/u.test(chinese)) return false;
  if (/[a-z]\p{Script=Han}|\p{Script=Han}[a-z]/iu.test(chinese)) return false;
  return !/\p{Script=Han}/u.test(utf8) || bytes.every((byte) => byte < 0x80 || byte > 0xa0);
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

const ambiguous = () =>
  refuse(
    'ambiguous-encoding',
    '文件编码无法确定：按 UTF-8 和按 GB18030 读出的文字不同；请另存为 Excel 工作簿（.xlsx）或 CSV UTF-8（带 BOM）后上传',
  );

const undecodable = () =>
  refuse('undecodable', '无法识别文件编码，请另存为 Excel 工作簿（.xlsx）或 CSV（UTF-8、GB18030）后上传');
