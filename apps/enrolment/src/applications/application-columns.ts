import {
  choice,
  clearText,
  column,
  day,
  integer,
  list,
  numberColumn,
  optional,
  pick,
  type RowOf,
  shown,
  text,
  type ValidRow,
} from '#importing';
import {
  maskIdNumber,
  maskName,
  maskPhone,
  normaliseName,
  parseEthnicity,
  parseIdNumber,
  parseIssuingState,
  parsePhone,
  parseRegion,
  parseUscc,
} from '#national-codes';
import { level, planScope, season, studyMode } from '../file-choices.js';

const sourceType = choice({
  JUNIOR_CURRENT: '应届初中毕业生',
  JUNIOR_PAST: '往届初中毕业生',
  SENIOR_CURRENT: '应届高中毕业生',
  SENIOR_PAST: '往届高中毕业生',
  VOCATIONAL_GRAD: '中职（技校）毕业生',
  ENTERPRISE_EMPLOYEE: '企业职工',
  VETERAN: '退役军人',
  POVERTY_LIFTED: '脱贫家庭新成长劳动力',
  RURAL_MIGRANT: '农村转移劳动力',
  UNEMPLOYED_COLLEGE_GRAD: '未就业高校毕业生',
  OTHER: '其他',
});
export const documentType = choice({
  RESIDENT_ID: '居民身份证',
  HK_MACAO_TAIWAN_PERMIT: ['港澳台居民居住证', '港澳居民来往内地通行证', '台湾居民来往大陆通行证'],
  FOREIGN_PR_CARD: '外国人永久居留身份证',
  PASSPORT: '护照',
});

/** Cells that name nobody. */
const code = { mask: shown };
const number = { mask: shown, takes: 'number' as const };
const date = { mask: shown, takes: 'date' as const };
const personName = { mask: maskName, hint: '与证件一致；间隔号写作“·”' };
const phoneNumber = {
  mask: maskPhone,
  takes: 'number' as const,
  hint: '手机号码、带区号的固定电话，或以 + 开头的境外号码',
};

/** Columns of the file that schools and the unified platform (统一招生平台) import. */
export const columns = {
  schoolCode: column('学校代码', text(20), code),
  majorCode: column('专业代码', text(20), { ...code, hint: '招生专业目录中的代码，如 0106-3' }),
  level: column('层次', level, code),
  studyMode: column('学习形式', studyMode, code),
  year: column('年度', integer(2000, 2100), { ...number, hint: '招生年度，如 2026' }),
  season: column('季节', season, code),
  name: column('姓名', normaliseName, personName),
  idType: column('证件类型', documentType, code),
  idNumber: numberColumn(
    '证件号码',
    pick(
      (own, cell) => parseIdNumber(codeOf(cell('idType'), cell), own),
      ({ idNumber }) => idNumber,
    ),
    { mask: maskIdNumber, hint: '单元格须为“文本”格式：数字格式会丢失 15 位以后的数字，一律不予导入' },
  ),
  sex: column('性别', choice({ '1': '男', '2': '女' }), number),
  ethnicity: column('民族', optional(parseEthnicity), { ...code, hint: '如 汉族' }),
  phone: column('联系电话', optional(parsePhone), phoneNumber),
  sourceType: column('来源类型', sourceType, code),
  tags: column('标签', list(sourceType), {
    ...code,
    mayBeAbsent: true,
    hint: '其他适用的来源类型，用分号隔开',
  }),
  channel: column(
    '渠道',
    choice({
      ONLINE: '线上报名',
      OFFLINE: '现场报名',
      UNIFIED_PLATFORM: '统一招生平台',
      OUT_OF_CITY: '市外合作招生',
      ENTERPRISE_JOINT: '校企联合招生',
    }),
    code,
  ),
  priorSchool: column('原毕业学校', optional(clearText()), { mayBeAbsent: true }),
  priorEducation: column('原学历', clearText(50), {
    ...code,
    hint: '如 初中、高中、中职（技校）、中级工、高级工、大专、本科',
  }),
  hukouRegion: column('户籍地', optional(parseRegion), {
    ...number,
    mayBeAbsent: true,
    hint: '六位行政区划代码',
  }),
  startOn: column('入学日期', day(), { ...date, hint: '如 2026-09-01' }),
  durationMonths: column('学制月数', integer(1, 96), { ...number, hint: '如三年为 36' }),
  programmeType: column(
    '培养类型',
    choice({
      REGULAR: '常规',
      NEW_APPRENTICESHIP: '企业新型学徒制',
      ORDER_CLASS: '订单班',
      INDUSTRY_COLLEGE: '产业学院',
    }),
    code,
  ),
  employerUscc: column('用人单位信用代码', optional(parseUscc), {
    ...code,
    hint: '企业职工非全日制学习、新型学徒或校企联合招生必填；18 位，“文本”格式',
  }),
  employerName: column('用人单位名称', optional(clearText())),
  guardianName: column('监护人姓名', optional(normaliseName), {
    ...personName,
    hint: '入学时未满 18 周岁必填',
  }),
  guardianRelation: column('监护人关系', optional(text(20)), code),
  guardianPhone: column('监护人电话', optional(parsePhone), phoneNumber),
  scope: column('计划范围', planScope, code),
  priorGraduatedOn: column('毕业日期', optional(day()), {
    ...date,
    mayBeAbsent: true,
    hint: '原学历的毕业日期，如 2026-06-30',
  }),
  issuingState: column('签发国家/地区', optional(parseIssuingState), {
    ...code,
    mayBeAbsent: true,
    hint: '护照必填，如 KOR 或 韩国；其他证件不填',
  }),
  birthDate: column('出生日期', optional(day()), {
    ...date,
    mask: () => '****-**-**',
    mayBeAbsent: true,
    hint: '证件号码中不含出生日期的必填，如护照',
  }),
  partner: column('合作单位', optional(clearText()), {
    ...code,
    mayBeAbsent: true,
    hint: '市外合作招生必填，与市级登记的名称一致；其他渠道不填',
  }),
};
export type Cells = RowOf<typeof columns>;
export type Row = ValidRow<Cells>;

function codeOf(label: string, cell: (field: string) => string): string {
  const parsed = documentType(label, cell);
  return parsed.ok ? parsed.value : '';
}
