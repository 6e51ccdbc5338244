import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { AuditLog, declareActions, stepOf } from '#commands';
import type { Transaction } from '#database';
import {
  choice,
  clearText,
  column,
  day,
  importController,
  importerOf,
  type ImportJob,
  integer,
  list,
  numberColumn,
  optional,
  pick,
  type RowError,
  rowError,
  type RowOf,
  shown,
  text,
  type ValidRow,
} from '#importing';
import {
  type IdNumber,
  maskIdNumber,
  maskName,
  maskPhone,
  normaliseName,
  parseEthnicity,
  parseIdNumber,
  parsePhone,
  parseRegion,
  parseUscc,
} from '#national-codes';
import { Tag } from '#runtime';
import { Sealer } from '#security';
import type { Submission } from '../domain/application.js';
import type { Offering } from '../domain/offering.js';
import { type Fault, faultsOf } from '../domain/particulars.js';
import { offerings } from '../offerings/offerings.js';
import { personIndex } from './applications.js';
import { storeApplications } from './store-applications.js';

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
const documentType = choice({
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
const columns = {
  schoolCode: column('学校代码', text(20), code),
  majorCode: column('专业代码', text(20), { ...code, hint: '招生专业目录中的代码，如 0106-3' }),
  level: column(
    '层次',
    choice({
      INTERMEDIATE: '中级工班',
      SENIOR: '高级工班',
      PREP_TECHNICIAN: '预备技师班',
      TECHNICIAN: '技师班',
    }),
    code,
  ),
  studyMode: column('学习形式', choice({ FULL_TIME: '全日制', PART_TIME: '非全日制' }), code),
  year: column('年度', integer(2000, 2100), { ...number, hint: '招生年度，如 2026' }),
  season: column('季节', choice({ SPRING: '春季', AUTUMN: '秋季' }), code),
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
  priorEducation: column('原学历', clearText(50), { ...code, hint: '如 初中、高中' }),
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
    hint: '企业职工非全日制学习或新型学徒必填；18 位，“文本”格式',
  }),
  employerName: column('用人单位名称', optional(clearText())),
  guardianName: column('监护人姓名', optional(normaliseName), {
    ...personName,
    hint: '入学时未满 18 周岁必填',
  }),
  guardianRelation: column('监护人关系', optional(text(20)), code),
  guardianPhone: column('监护人电话', optional(parsePhone), phoneNumber),
  scope: column('计划范围', choice({ IN_CITY: '市内', OUT_OF_CITY: '市外' }), code),
};
type Cells = RowOf<typeof columns>;
type Row = ValidRow<Cells>;

const step = { name: 'submit-application-by-import' };
const action = declareActions({
  [step.name]: { zh: '从文件导入了报名', en: 'submitted the application by a file' },
});

/** 批量导入报名: a file is uploaded, checked, looked at, and committed. */
@Tag('imports', '批量报名: a file, looked through first and then committed')
@Controller('applications/imports')
export class ApplicationImport extends importController<typeof columns>('school-admissions', 'city-officer') {
  readonly kind = 'applications';
  readonly rules = {
    columns,
    sheet: '报名',
    uniqueBy: ['idNumber' as const],
    checkRow: faultsInColumns,
  };

  constructor(
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
    private readonly audit: AuditLog,
  ) {
    super();
  }

  refusals(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    return unfitRows(tx, this.sealer, rows, job.schoolCode);
  }

  /** The offering was there at the check and offerings are never deleted; whether it still recruits, admission asks. */
  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const found = await offeringsOf(tx, rows);
    const submissions = rows.map(({ row, values }) => ({
      applicationId: uuidv7(),
      submission: submissionOf(values, found.get(row)!),
      importId: job.importId,
      importRow: row,
    }));
    const actor = importerOf(job);
    const { transitions, sealer } = this;
    const stored = await storeApplications(tx, step, submissions, { transitions, sealer, actor });
    const changes = stored.map((each) => stepOf('application', each.applicationId, each));
    // Without any it would be told of an asking; that was the commit, which is written down.
    if (changes.length > 0) this.audit.note(tx, actor, action[step.name]!, changes);
    const storedRows = new Set(stored.map(({ importRow }) => importRow));
    return rows.flatMap(({ row }) => (storedRows.has(row) ? [] : alreadyApplied(row)));
  }
}

/** Birth date has no column of its own: what is wrong with it is wrong with the number. */
function faultsInColumns(row: Cells) {
  return faultsOfRow(row).map((fault) => ({
    ...fault,
    field: fault.field === 'birthDate' ? ('idNumber' as const) : fault.field,
  }));
}

function codeOf(label: string, cell: (field: string) => string): string {
  const parsed = documentType(label, cell);
  return parsed.ok ? parsed.value : '';
}

/** The faults of a row whose cells are all readable. */
function faultsOfRow(row: Cells): Fault[] {
  const { birthDate, sex } = documentOf(row);
  // A file has no column for the birth date, so it takes documents whose number tells it.
  if (!birthDate) return [{ field: 'birthDate', code: 'birth-date-unknown', message: NO_BIRTH_DATE }];
  return faultsOf({ ...row, birthDate, numberSays: { birthDate, sex } });
}

const NO_BIRTH_DATE = '该类证件不含出生日期，不能批量导入，请单独录入报名';

/** What the number of a row says of its holder. */
function documentOf(row: Cells): Partial<IdNumber> {
  const parsed = parseIdNumber(row.idType, row.idNumber);
  return parsed.ok ? parsed.value : {};
}

/** What the database has to say to rows of a file, in two statements: their offerings, earlier applications. */
async function unfitRows(
  tx: Transaction,
  sealer: Sealer,
  rows: Row[],
  ownSchool: string | null,
): Promise<RowError[]> {
  const [own, foreign] = parted(rows, ({ values }) => !ownSchool || values.schoolCode === ownSchool);
  const found = await offeringsOf(tx, own);
  const [offered, unoffered] = parted(own, ({ row }) => found.get(row)?.status === 'ACTIVE');
  const applied = await liveApplications(tx, sealer, offered);
  const repeated = offered.filter(({ row, values }) =>
    applied.has(placeOf(sealer, values, found.get(row)!.offeringId)),
  );
  return [
    ...foreign.map(otherSchool),
    ...unoffered.map((each) => offeringError(each, found)),
    ...repeated.map(({ row }) => alreadyApplied(row)),
  ];
}

function parted(rows: Row[], fits: (row: Row) => boolean): [fitting: Row[], others: Row[]] {
  const { true: fitting = [], false: others = [] } = Object.groupBy(rows, (row) => `${fits(row)}`);
  return [fitting, others];
}

const otherSchool = ({ row }: Row): RowError =>
  rowError(columns, row, 'schoolCode', { code: 'other-school', message: '只能导入本校的报名' });

function offeringError({ row }: Row, found: Map<number, Offering>): RowError {
  const error = found.has(row)
    ? { code: 'offering-not-active', message: '该专业点已停招或撤销' }
    : { code: 'unknown-offering', message: '学校没有该层次和学习形式的这一专业点' };
  return rowError(columns, row, 'majorCode', error);
}

const alreadyApplied = (row: number): RowError =>
  rowError(columns, row, 'idNumber', {
    code: 'already-applied',
    message: '该人员已报名同一专业点',
  });

/** The offering of each row, by row number; where several catalogue versions have it, an active one, the newest. */
async function offeringsOf(tx: Transaction, rows: Row[]): Promise<Map<number, Offering>> {
  const found = await tx.query<{ row: number }>(
    `select distinct on (wanted.row) wanted.row, ${offerings.selected}
     from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])
       as wanted(row, school_code, major_code, level, mode)
     join offerings using (school_code, major_code, level, mode)
     order by wanted.row, (offerings.status = 'ACTIVE') desc, offerings.catalogue_version desc`,
    [
      rows.map(({ row }) => row),
      rows.map(({ values }) => values.schoolCode),
      rows.map(({ values }) => values.majorCode),
      rows.map(({ values }) => values.level),
      rows.map(({ values }) => values.studyMode),
    ],
  );
  return new Map(found.map((each) => [each.row, offerings.stateOf({ ...each })]));
}

async function liveApplications(tx: Transaction, sealer: Sealer, rows: Row[]): Promise<Set<string>> {
  const found = await tx.query<{ place: string }>(
    `select concat_ws('/', id_number_index, offering_id, year, season) as place from applications
     where id_number_index = any($1) and state <> 'RETURNED'`,
    [rows.map(({ values }) => personIndex(sealer, values))],
  );
  return new Set(found.map(({ place }) => place));
}

const placeOf = (sealer: Sealer, row: Cells, offeringId: string): string =>
  [personIndex(sealer, row), offeringId, row.year, row.season].join('/');

/** The application that a valid row stands for. */
function submissionOf(row: Cells, offering: Offering): Submission {
  const { name, idType, idNumber, sex, ethnicity, phone, hukouRegion } = row;
  const birthDate = documentOf(row).birthDate!;
  return {
    ...row,
    offeringId: offering.offeringId,
    person: {
      name,
      idType,
      idNumber,
      sex,
      birthDate,
      ethnicity,
      phone,
      hukouRegion,
      guardian: guardianOf(row),
    },
    employer: row.employerUscc ? { uscc: row.employerUscc, name: row.employerName! } : undefined,
  };
}

function guardianOf({ guardianName, guardianRelation, guardianPhone }: Cells) {
  if (!guardianName) return undefined;
  return { name: guardianName, relation: guardianRelation ?? '监护人', phone: guardianPhone ?? '' };
}
