import { accept, refuse, type Parsed } from './parsed.js';
import { trimmed } from './spreadsheet-damage.js';

/** GB/T 3304 民族, codes 01 to 56 in order. */
const NAMES = (
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 ' +
  '柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 ' +
  '塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
).split(' ');

/** Code to name without 族: '01' → '汉'. 97 and 98 are recalled, not verified [M]. */
export const ETHNICITIES: ReadonlyMap<string, string> = new Map([
  ...NAMES.map((name, at): [string, string] => [String(at + 1).padStart(2, '0'), name]),
  ['97', '其他'],
  ['98', '入籍'],
]);

const CODES = new Map([...ETHNICITIES].map(([code, name]) => [name, code]));

/** Reads 民族 as '汉族', '汉' or '01' (also '1', which is what a spreadsheet leaves of it); the value is the code. */
export function parseEthnicity(text: string): Parsed<string> {
  const written = trimmed(text);
  if (written === '') return refuse('missing', '请填写民族');
  const code = CODES.get(written) ?? CODES.get(written.replace(/族$/, '')) ?? written.padStart(2, '0');
  return ETHNICITIES.has(code) ? accept(code) : refuse('unknown-ethnicity', '民族应为国家标准 56 个民族之一');
}
