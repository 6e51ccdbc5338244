import type { Person } from '#contracts';
import { choice, clearText, column, day, integer, optional, type RowOf, text, type ValidRow } from '#importing'; // prettier-ignore
import { maskPhone, normaliseName, parseEthnicity, parsePhone, parseRegion, parseUscc, maskName } from '#national-codes'; // prettier-ignore
import type { StockFault } from '../domain/stock-faults.js';
import type { StockRow } from '../domain/taking-over.js';
import { level, programmeType, studyMode } from '../file-choices.js';
import { SOURCE_NAMES, STATE_NAMES } from '../names-of-codes.js';
import { clearStudentNo, code, date, identityColumns, identityFaults, identityOf, number, spare } from './identity-columns.js'; // prettier-ignore

const { ACTIVE, ON_LEAVE, RETAINED } = STATE_NAMES;
const personName = { mask: maskName, mayBeAbsent: true };
const phoneNumber = { mask: maskPhone, takes: 'number' as const, mayBeAbsent: true };

/** Columns of a school’s present students, as its former system hands them out. */
export const stockColumns = {
  studentNo: column('学号', clearStudentNo(), { ...code, hint: '原学号，原样保留；单元格须为“文本”格式' }),
  state: column('学籍状态', choice({ ACTIVE, ON_LEAVE, RETAINED }), code),
  ...identityColumns,
  ethnicity: column('民族', optional(parseEthnicity), spare),
  phone: column('联系电话', optional(parsePhone), phoneNumber),
  hukouRegion: column('户籍地', optional(parseRegion), { ...number, mayBeAbsent: true, hint: '六位行政区划代码' }), // prettier-ignore
  guardianName: column('监护人姓名', optional(normaliseName), personName),
  guardianRelation: column('监护人关系', optional(text(20)), spare),
  guardianPhone: column('监护人电话', optional(parsePhone), phoneNumber),
  majorCode: column('专业代码', clearText(20), { ...code, hint: '本校专业点的专业代码，含已停招的' }),
  level: column('层次', level, code),
  studyMode: column('学习形式', studyMode, code),
  programmeType: column('培养类型', programmeType, code),
  sourceType: column('来源类型', optional(choice(SOURCE_NAMES)), spare),
  priorEducation: column('原学历', optional(clearText(50)), spare),
  startOn: column('入学日期', day(), { ...date, hint: '如 2023-09-01' }),
  durationMonths: column('学制月数', integer(1, 96), { ...number, hint: '如三年为 36' }),
  employerUscc: column('用人单位信用代码', optional(parseUscc), { ...spare, takes: 'number' }),
  employerName: column('用人单位名称', optional(clearText()), spare),
  contractNo: column('劳动（培养）合同编号', optional(clearText()), spare),
  cooperationAgreementNo: column('校企合作协议编号', optional(clearText()), spare),
  awaySince: column('离校起始日期', optional(day()), { ...date, mayBeAbsent: true, hint: '休学、保留学籍必填' }), // prettier-ignore
  returnExpectedOn: column('应复学日期', optional(day()), { ...date, mayBeAbsent: true, hint: '休学、保留学籍必填' }), // prettier-ignore
  leavesTaken: column('已休学次数', optional(integer(0, 9)), { ...number, mayBeAbsent: true }),
  daysAway: column('以往离校天数', optional(integer(0, 3000)), { ...number, mayBeAbsent: true, hint: '已结束的休学、保留学籍共几天，不计入已学月数' }), // prettier-ignore
  repeats: column('留级次数', optional(integer(0, 9)), { ...number, mayBeAbsent: true }),
  classCode: column('班级代码', optional(clearText(30)), { ...number, mayBeAbsent: true, hint: '已开设的班级' }), // prettier-ignore
  classSince: column('编入班级日期', optional(day()), { ...date, mayBeAbsent: true, hint: '不填为入学日期' }),
};
export type Cells = RowOf<typeof stockColumns>;
export type Row = ValidRow<Cells>;
type Field = keyof typeof stockColumns;

/** What the cells say only together. */
export function cellFaults(row: Cells): { field: Field; code: string; message: string }[] {
  const faults: ReturnType<typeof cellFaults> = identityFaults(row);
  if ((row.employerUscc === undefined) !== (row.employerName === undefined))
    faults.push({
      field: 'employerName',
      code: 'employer-incomplete',
      message: '用人单位须同时填写信用代码和名称',
    });
  if (row.guardianName && !row.guardianPhone)
    faults.push({ field: 'guardianPhone', code: 'required', message: '填写监护人时须填写其电话' });
  return faults;
}

/** Of a row without such faults. */
export function personOf(row: Cells): Person {
  const { ethnicity, phone, hukouRegion, guardianName, guardianRelation, guardianPhone } = row;
  const guardian = guardianName
    ? { name: guardianName, relation: guardianRelation ?? '监护人', phone: guardianPhone! }
    : undefined;
  return { ...identityOf(row), ethnicity, phone, hukouRegion, guardian };
}

export const stockRowOf = (row: Cells): StockRow => ({
  ...row,
  ...personOf(row),
  employer: row.employerUscc ? { uscc: row.employerUscc, name: row.employerName! } : undefined,
});

export const faultOf = ({ on, ...fault }: StockFault) => ({ field: on, ...fault });
