import { choice, clearText, column, day, integer, numberColumn, optional, pick, type RowOf, shown, text, type ValidRow } from '#importing'; // prettier-ignore
import { maskIdNumber, maskName, maskPhone, normaliseName, parseEthnicity, parseIdNumber, parseIssuingState, parsePhone, parseRegion, parseUscc } from '#national-codes'; // prettier-ignore
import type { Person } from '#contracts';
import type { StockFault } from '../domain/stock-faults.js';
import type { StockRow } from '../domain/taking-over.js';
import { level, programmeType, studyMode } from '../file-choices.js';
import { SOURCE_NAMES, STATE_NAMES } from '../names-of-codes.js';

const { ACTIVE, ON_LEAVE, RETAINED } = STATE_NAMES;
const documentType = choice({
  RESIDENT_ID: '居民身份证',
  HK_MACAO_TAIWAN_PERMIT: ['港澳台居民居住证', '港澳居民来往内地通行证', '台湾居民来往大陆通行证'],
  FOREIGN_PR_CARD: '外国人永久居留身份证',
  PASSPORT: '护照',
});

/** Cells that name nobody. */
const code = { mask: shown };
const spare = { ...code, mayBeAbsent: true };
const number = { mask: shown, takes: 'number' as const };
const date = { mask: shown, takes: 'date' as const };
const personName = { mask: maskName, mayBeAbsent: true };
const phoneNumber = { mask: maskPhone, takes: 'number' as const, mayBeAbsent: true };

/** Columns of a school’s present students, as its former system hands them out. */
export const stockColumns = {
  studentNo: column('学号', clearStudentNo(), { ...code, hint: '原学号，原样保留；单元格须为“文本”格式' }),
  state: column('学籍状态', choice({ ACTIVE, ON_LEAVE, RETAINED }), code),
  name: column('姓名', normaliseName, { mask: maskName }),
  idType: column('证件类型', documentType, code),
  idNumber: numberColumn(
    '证件号码',
    pick(
      (own, cell) => parseIdNumber(codeOf(cell('idType'), cell), own),
      ({ idNumber }) => idNumber,
    ),
    { mask: maskIdNumber, hint: '单元格须为“文本”格式' },
  ),
  issuingState: column('签发国家/地区', optional(parseIssuingState), { ...spare, hint: '护照必填，如 KOR' }),
  sex: column('性别', optional(choice({ '1': '男', '2': '女' })), { ...number, mayBeAbsent: true }),
  birthDate: column('出生日期', optional(day()), { ...date, mask: () => '****-**-**', mayBeAbsent: true, hint: '证件号码中不含的必填' }), // prettier-ignore
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

/** A number that outlives its system: letters, digits and a few signs, and no ID number. */
function clearStudentNo() {
  const parse = text(32);
  return (own: string, cell: (field: string) => string) => {
    const parsed = parse(own, cell);
    if (parsed.ok && (!/^[\w./-]+$/.test(own) || /^\d{17}[\dXx]$/.test(own)))
      return {
        ok: false as const,
        code: 'bad-student-no',
        message: '学号只能含字母、数字和 . / - _，且不能是身份证号码',
      };
    return parsed;
  };
}

function codeOf(label: string, cell: (field: string) => string): string {
  const parsed = documentType(label, cell);
  return parsed.ok ? parsed.value : '';
}

const says = ({ idType, idNumber }: Pick<Cells, 'idType' | 'idNumber'>) => {
  const parsed = parseIdNumber(idType, idNumber);
  return parsed.ok ? parsed.value : undefined;
};

/** What the cells say only together of who it is; the document knows sex and birth date best. */
export function identityFaults(row: Cells): { field: Field; code: string; message: string }[] {
  const document = says(row);
  const differs = (field: 'sex' | 'birthDate', title: string) => {
    if (!row[field] && !document?.[field])
      return [{ field, code: 'required', message: `证件号码中不含${title}，必须填写` }];
    return row[field] && document?.[field] && row[field] !== document[field]
      ? [
          {
            field,
            code: `${field === 'sex' ? 'sex' : 'birth-date'}-mismatch`,
            message: `${title}与证件号码不一致`,
          },
        ]
      : [];
  };
  const faults: { field: Field; code: string; message: string }[] = [
    ...differs('sex', '性别'),
    ...differs('birthDate', '出生日期'),
  ];
  if ((row.idType === 'PASSPORT') !== (row.issuingState !== undefined))
    faults.push({
      field: 'issuingState',
      code: 'issuing-state-of-passports',
      message: '护照须填写签发国家/地区，其他证件不填',
    });
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
  const { name, idType, issuingState, idNumber, ethnicity, phone, hukouRegion } = row;
  const document = says(row);
  const guardian = row.guardianName
    ? { name: row.guardianName, relation: row.guardianRelation ?? '监护人', phone: row.guardianPhone! }
    : undefined;
  return { name, idType, issuingState, idNumber, sex: (row.sex ?? document!.sex)!, birthDate: (row.birthDate ?? document!.birthDate)!, ethnicity, phone, hukouRegion, guardian }; // prettier-ignore
}

export const stockRowOf = (row: Cells): StockRow => ({
  ...row,
  ...personOf(row),
  employer: row.employerUscc ? { uscc: row.employerUscc, name: row.employerName! } : undefined,
});

export const faultOf = ({ on, ...fault }: StockFault) => ({ field: on, ...fault });
