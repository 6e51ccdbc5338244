import { residentCheck } from '#national-codes';

/** Month, day and sequence number repeat after so many; then it is another year of birth. */
const NUMBERS_OF_A_YEAR = 6_300;

/**
 * A resident ID number with a right check character; of nobody: sequence numbers from 900 on. No two are the same.
 */
export function idNumber(n: number): string {
  const day = String(1 + (n % 28)).padStart(2, '0');
  const sequence = String(900 + (n % 50) * 2).padStart(3, '0');
  const year = 2004 - Math.floor(n / NUMBERS_OF_A_YEAR);
  const digits = `500103${year}0${1 + (Math.floor(n / 28) % 9)}${day}${sequence}`;
  return digits + residentCheck(digits);
}

/** Names that are hard to carry stand first. A name holds no digits, so the others count in characters. */
export function nameOf(n: number): string {
  const counted = String(n).replace(/\d/g, (digit) => '零一二三四五六七八九'.charAt(Number(digit)));
  return ['阿依·买买提', '𬎆', '𠮷野', '欧阳样例'][n] ?? `样例${counted}`;
}

export const HEADER =
  '学校代码,专业代码,层次,学习形式,年度,季节,姓名,证件类型,证件号码,性别,民族,联系电话,来源类型,标签,渠道,' +
  '原毕业学校,原学历,户籍地,入学日期,学制月数,培养类型,用人单位信用代码,用人单位名称,监护人姓名,监护人关系,监护人电话,计划范围';

/**
 * An upload of `count` applicants for one offering.
 * @param first of the people; other numbers are other people
 */
export function applicantsCsv(
  count: number,
  { schoolCode, majorCode, year = 2023 }: { schoolCode: string; majorCode: string; year?: number },
  first = 0,
): string {
  const people = Array.from({ length: count }, (_, at) => first + at);
  const rows = people.map((n) =>
    [
      schoolCode,
      majorCode,
      `高级工班,全日制,${year},秋季`,
      nameOf(n),
      '居民身份证',
      idNumber(n),
      `女,汉族,139${String(n).padStart(8, '0')},应届高中毕业生,,线上报名`,
      `样例中学,高中,500103,${year}-09-01,36,常规,,,,,,市内`,
    ].join(','),
  );
  return [HEADER, ...rows].join('\n');
}
