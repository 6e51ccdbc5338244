const TITLES = {
  schoolCode: '学校代码', majorCode: '专业代码', level: '层次', studyMode: '学习形式', year: '年度', season: '季节',
  name: '姓名', idType: '证件类型', idNumber: '证件号码', sex: '性别', ethnicity: '民族', phone: '联系电话',
  sourceType: '来源类型', tags: '标签', channel: '渠道', priorSchool: '原毕业学校', priorEducation: '原学历',
  hukouRegion: '户籍地', startOn: '入学日期', durationMonths: '学制月数', programmeType: '培养类型',
  employerUscc: '用人单位信用代码', employerName: '用人单位名称', guardianName: '监护人姓名',
  guardianRelation: '监护人关系', guardianPhone: '监护人电话', scope: '计划范围', partner: '合作单位',
}; // prettier-ignore

const FIELDS = Object.keys(TITLES) as (keyof typeof TITLES)[];

/** A row of applicants.csv by field. */
export type Applicant = Partial<Record<keyof typeof TITLES, string>>;

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** UTF-8 with its mark and CRLF, as Excel saves "CSV UTF-8". */
export function csvOf(rows: Applicant[]): string {
  const lines = [Object.values(TITLES), ...rows.map((row) => FIELDS.map((field) => row[field] ?? ''))];
  return `\uFEFF${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}
