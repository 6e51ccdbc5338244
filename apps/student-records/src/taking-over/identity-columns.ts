import type { Person } from '#contracts';
import { choice, column, day, numberColumn, optional, pick, type RowOf, shown, text } from '#importing';
import {
  maskIdNumber,
  maskName,
  normaliseName,
  parseIdNumber,
  parseIssuingState,
  refuse,
} from '#national-codes';
import { holdsIdNumber } from '../domain/number-in-clear.js';

/** Cells that name nobody. */
export const code = { mask: shown };
export const spare = { ...code, mayBeAbsent: true };
export const number = { mask: shown, takes: 'number' as const };
export const date = { mask: shown, takes: 'date' as const };

const documentType = choice({
  RESIDENT_ID: '居民身份证',
  HK_MACAO_TAIWAN_PERMIT: ['港澳台居民居住证', '港澳居民来往内地通行证', '台湾居民来往大陆通行证'],
  FOREIGN_PR_CARD: '外国人永久居留身份证',
  PASSPORT: '护照',
});

/** Who a row is of. */
export const identityColumns = {
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
};
type Cells = RowOf<typeof identityColumns>;
type Field = keyof Cells;

function codeOf(label: string, cell: (field: string) => string): string {
  const parsed = documentType(label, cell);
  return parsed.ok ? parsed.value : '';
}

const says = ({ idType, idNumber }: Cells) => {
  const parsed = parseIdNumber(idType, idNumber);
  return parsed.ok ? parsed.value : undefined;
};

/** What the cells say only together of who it is; the document knows sex and birth date best. */
export function identityFaults(row: Cells): { field: Field; code: string; message: string }[] {
  const document = says(row);
  const differs = (field: 'sex' | 'birthDate', title: string) => {
    if (!row[field] && !document?.[field])
      return [{ field, code: 'required', message: `证件号码中不含${title}，必须填写` }];
    const isOther = row[field] && document?.[field] && row[field] !== document[field];
    const mismatch = field === 'sex' ? 'sex-mismatch' : 'birth-date-mismatch';
    return isOther ? [{ field, code: mismatch, message: `${title}与证件号码不一致` }] : [];
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
  return faults;
}

/** Of a row without such faults. */
export function identityOf(row: Cells): Person {
  const { name, idType, issuingState, idNumber } = row;
  const document = says(row);
  return { name, idType, issuingState, idNumber, sex: (row.sex ?? document!.sex)!, birthDate: (row.birthDate ?? document!.birthDate)! }; // prettier-ignore
}

/** A number that outlives its system: letters, digits and a few signs, and no ID number. */
export function clearStudentNo() {
  const parse = text(32);
  return (own: string, cell: (field: string) => string) => {
    const parsed = parse(own, cell);
    if (!parsed.ok) return parsed;
    if (!/^[\w./-]+$/.test(own)) return refuse('bad-student-no', '学号只能含字母、数字和 . / - _');
    return holdsIdNumber(own, cell('idNumber'))
      ? refuse('holds-id-number', '学号以明文保存，不能含有身份证号码或本行的证件号码（含“G+身份证号”的全国学籍号），请改填学校自编的学号') // prettier-ignore
      : parsed;
  };
}
