import { clearText, column, day, optional, type RowOf, shown, type ValidRow } from '#importing';
import { accept, refuse } from '#national-codes';
import type { GraduateFault, GraduateRow } from '../domain/former-graduate.js';
import { holdsIdNumber } from '../domain/number-in-clear.js';
import { level, studyMode } from '../file-choices.js';
import { clearStudentNo, code, date, identityColumns, identityOf, spare } from '../taking-over/identity-columns.js'; // prettier-ignore

/** A number on paper, as it can be looked up: letters, digits and brackets; and no ID number. */
function certificateNo(own: string, cell: (field: string) => string) {
  const value = own.normalize('NFKC').replace(/\s/g, '');
  if (!/^[\p{L}\p{N}()〔〕[\]/-]{4,40}$/u.test(value))
    return refuse('bad-certificate-no', '证书编号应为 4 至 40 个文字、数字或 ( ) 〔 〕 [ ] / -');
  return holdsIdNumber(value, cell('idNumber'))
    ? refuse('holds-id-number', '证书编号以明文保存和查询，不能含有身份证号码或本行的证件号码；编号确为证件号码的，请不填编号登记') // prettier-ignore
    : accept(value);
}

/** Columns of who graduated from a school before the system, as its register has them. */
export const graduateColumns = {
  certificateNo: column('证书编号', optional(certificateNo), { ...spare, hint: '原毕业证书编号，原样保留' }),
  studentNo: column('学号', optional(clearStudentNo()), { ...spare, hint: '原学号，不详可不填' }),
  ...identityColumns,
  schoolName: column('院校名称', clearText(100), { ...code, hint: '毕业时的校名' }),
  majorName: column('专业名称', clearText(100), { ...code, hint: '毕业时的专业名称' }),
  level: column('层次', level, code),
  studyMode: column('学习形式', studyMode, code),
  startOn: column('入学日期', day(), date),
  graduatedOn: column('毕业日期', day(), date),
  issueDate: column('发证日期', optional(day()), { ...date, mask: shown, mayBeAbsent: true, hint: '不填为毕业日期' }), // prettier-ignore
};
export type Cells = RowOf<typeof graduateColumns>;
export type Row = ValidRow<Cells>;

export const graduateRowOf = (row: Cells): GraduateRow => ({ ...row, birthDate: identityOf(row).birthDate });
export const faultOf = ({ on, ...fault }: GraduateFault) => ({ field: on, ...fault });
