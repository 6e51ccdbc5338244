/**
 * The rules that hold the fields of an application, each graded: an ERROR refuses the application, a WARNING is kept with it
 * until somebody has looked at it and acknowledges it. Codes are stored and published; they are never renamed.
 */
const ERRORS = {
  'birth-date-mismatch': '出生日期与证件号码不一致',
  'sex-mismatch': '性别与证件号码不一致',
  'birth-date-required': '该类证件号码不含出生日期，须填写出生日期',
  'issuing-state-required': '护照须填写签发国家/地区，如 KOR 或 韩国',
  'issuing-state-not-of-document': '该类证件由我国签发，无须填写签发国家/地区，请清空或核对证件类型',
  'start-impossible': '入学日期与其他日期矛盾，请核对',
  'graduation-impossible': '毕业日期与其他日期矛盾，请核对',
  'age-out-of-range': '入学年龄不符合规定，请核对出生日期和入学日期',
  'guardian-required': '入学时未满 18 周岁，须填写监护人姓名和电话',
  'prior-education-unknown':
    '无法识别的原学历，应为：小学、初中、高中、中职（技校）、中级工、高级工、大专、本科',
  'level-not-open': '该学历不能报读这一培养层次，请核对原学历和层次',
  'duration-impossible': '学制月数与原学历、层次不符，请核对',
  'apprenticeship-is-part-time': '企业新型学徒制应注册非全日制学籍，请将学习形式改为非全日制',
  'part-time-too-short': '企业职工非全日制学习不得少于一年；不足一年的属于培训，不予报名',
  'employer-required': '企业职工非全日制学习、新型学徒或校企联合招生，须填写用人单位信用代码',
  'employer-name-required': '须填写用人单位名称',
  'partner-required': '渠道为市外合作招生，须填写合作单位',
  'partner-not-of-channel': '合作单位只用于市外合作招生，请清空或核对渠道',
  'partner-not-in-force': '该合作单位未登记、不用于本校或协议不在有效期内，请核对，或请市级登记',
} as const;

const WARNINGS = {
  'unknown-region': '证件号码前六位不在行政区划代码表内，请核对证件',
  'mixed-scripts': '姓名中混有不同文字的字母，请对照证件核对',
  'age-at-the-edge': '入学年龄接近规定的上下限，请核对出生日期',
  'duration-not-regular': '学制月数不是该学历报读该层次的规定学制，请核对',
  'start-out-of-season': '入学日期不在该招生季内，请核对季节和入学日期',
  'graduation-not-current': '应届毕业生的毕业日期不在招生年度，请核对来源类型和毕业日期',
  'source-against-education': '来源类型与原学历不一致，请核对',
  'shared-phone': '多名考生填写了同一联系电话，请核实是否本人或监护人电话',
  'hukou-out-of-city': '户籍在市外而列入市内计划，请核对计划范围',
  'channel-out-of-city': '渠道为市外合作招生而列入市内计划，请核对计划范围',
} as const;

export type WarningCode = keyof typeof WARNINGS;
type ErrorCode = keyof typeof ERRORS;

export const WARNING_CODES = Object.keys(WARNINGS) as [WarningCode, ...WarningCode[]];

/** Fields are named as the columns of an import are. */
export const FIELDS = [
  'name', 'idNumber', 'issuingState', 'sex', 'birthDate', 'phone', 'sourceType', 'priorEducation', 'priorGraduatedOn', 'level',
  'studyMode', 'scope', 'startOn', 'durationMonths', 'guardianName', 'employerUscc', 'employerName',
  'partner',
] as const; // prettier-ignore
export type Field = (typeof FIELDS)[number];

/** One thing that a rule has against an application. */
export interface Fault {
  readonly field: Field;
  readonly code: ErrorCode | WarningCode;
  readonly grade: 'ERROR' | 'WARNING';
  readonly message: string;
}
export type Warning = Fault & { readonly code: WarningCode };

/** @param message where there is more to say than the rule's own words */
export const error = (field: Field, code: ErrorCode, message: string = ERRORS[code]): Fault => ({
  field,
  code,
  grade: 'ERROR',
  message,
});

export const wordsOf = (code: WarningCode): string => WARNINGS[code];

export const warning = (field: Field, code: WarningCode): Warning => ({
  field,
  code,
  grade: 'WARNING',
  message: wordsOf(code),
});

export const isWarning = (fault: Fault): fault is Warning => fault.grade === 'WARNING';
