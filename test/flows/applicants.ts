const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A resident ID number with a right check character; of nobody: sequence numbers from 900 on, born on one day. */
export function idNumber(n: number): string {
  const day = String(1 + (n % 28)).padStart(2, '0');
  const seventeen = `50010320040${1 + (Math.floor(n / 28) % 9)}${day}${String(900 + (n % 50) * 2).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(seventeen[at]), 0);
  return seventeen + '10X98765432'[sum % 11];
}

/** Names that are hard to carry stand first. A name holds no digits, so the others count in characters. */
export function nameOf(n: number): string {
  const counted = String(n).replace(/\d/g, (digit) => '零一二三四五六七八九'[Number(digit)]!);
  return ['阿依·买买提', '𬎆', '𠮷野', '欧阳样例'][n] ?? `样例${counted}`;
}

/** An upload of `count` applicants for one offering. */
export function applicantsCsv(count: number, offering: { schoolCode: string; majorCode: string }): string {
  const header =
    '学校代码,专业代码,层次,学习形式,年度,季节,姓名,证件类型,证件号码,性别,民族,联系电话,来源类型,标签,渠道,' +
    '原毕业学校,原学历,户籍地,入学日期,学制月数,培养类型,用人单位信用代码,用人单位名称,监护人姓名,监护人关系,监护人电话,计划范围';
  const rows = Array.from({ length: count }, (_, n) =>
    [
      offering.schoolCode,
      offering.majorCode,
      '高级工班,全日制,2023,秋季',
      nameOf(n),
      '居民身份证',
      idNumber(n),
      '女,汉族,13900000000,应届高中毕业生,,线上报名,样例中学,高中,500103,2023-09-01,36,常规,,,,,,市内',
    ].join(','),
  );
  return [header, ...rows].join('\n');
}
