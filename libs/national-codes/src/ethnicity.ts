import { codeReader, namesOf, type CodeRow } from './code-table.js';

/** GB/T 3304-1991 民族, codes 01 to 56 in order. */
const NAMES = (
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 ' +
  '柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 ' +
  '塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
).split(' ');

const ROWS: readonly CodeRow[] = [
  ...NAMES.map((name, at): CodeRow => [String(at + 1).padStart(2, '0'), name, `${name}族`]),
  ['97', '其他', '其它'],
  ['98', '外国血统中国籍人士', '外国血统', '入籍'],
];

/**
 * 民族, code to name without 族: '01' → '汉'. 97 is a people that is not yet recognised, 98 a citizen by
 * naturalisation; they are not in the list of the 56 but in the tables that readers of ID cards carry.
 */
export const ETHNICITIES: ReadonlyMap<string, string> = namesOf(ROWS);

/**
 * Reads 民族 as '汉族', '汉' or '01'; the value is the code.
 * Refusals: missing, unknown-ethnicity.
 */
export const parseEthnicity = codeReader(ROWS, {
  missing: '请填写民族',
  unknown: { code: 'unknown-ethnicity', message: '民族应为国家标准 56 个民族之一' },
});
