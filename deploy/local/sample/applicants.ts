import { COUNTIES, inventedUscc, rechecked } from './codes.ts';
import { type Offering, PARTNER } from './city.ts';
import type { Applicant } from './csv.ts';
import { guardianOf, type inventPeople, type Years } from './people.ts';
import type { Random } from './random.ts';
import { spoil } from './bad-rows.ts';

export const APPLICANTS = 500;
export const ENTRY = '2023-09-01';
/** The offering wanted most has this many seats fewer than applicants. */
export const SEATS_SHORT = 5;

const MINORS: Years = [2006, 2008];
const SCHOOL_LEAVERS: Years = [2003, 2005];
const ADULTS: Years = [1978, 1999];
const GUARDED = ENTRY.replace('2023', '2005');

const EMPLOYERS = '长江机电 云岭汽车 金桥电子 江岸装备 山水材料 恒力能源'.split(' ').map((word, at) => ({
  employerUscc: inventedUscc('91', COUNTIES[at + 2]!, 100 + at),
  employerName: `样例${word}有限公司`,
}));

interface Group {
  count: number;
  at: string[];
  /** the only offering that they take, of those that fit */
  one?: number;
  level?: string;
  mode: keyof typeof MODES;
  source: string;
  prior: string;
  birth: Years;
  months: number;
  channel: string;
  elsewhere?: boolean;
  employed?: boolean;
  programme?: string;
  tags?: string;
}

interface Invented {
  person: ReturnType<typeof inventPeople>;
  offerings: Offering[];
}

/**
 * Who applies: schools and level and mode of the offering, then what is common to the group. 学制 as agreed for the entry and the level;
 * who entered on 2023-09-01 has completed 36 months with the school year that ends on 2026-06-30.
 */
const GROUPS: Group[] = [
  // 45 applicants of one offering: the one that is short of seats
  { count: 45, at: ['S001'], one: 0, level: 'SENIOR', mode: '全日制', source: '应届高中毕业生', prior: '高中', birth: SCHOOL_LEAVERS, months: 36, channel: '线上报名' },
  { count: 65, at: ['S002', 'S003', 'S013', 'S014'], level: 'SENIOR', mode: '全日制', source: '应届高中毕业生', prior: '高中', birth: SCHOOL_LEAVERS, months: 36, channel: '线上报名' },
  { count: 20, at: ['S003', 'S015'], level: 'SENIOR', mode: '全日制', source: '往届高中毕业生', prior: '高中', birth: SCHOOL_LEAVERS, months: 36, channel: '现场报名' },
  { count: 8, at: ['S002'], level: 'SENIOR', mode: '全日制', source: '应届高中毕业生', prior: '高中', birth: SCHOOL_LEAVERS, months: 36, channel: '市外合作招生', elsewhere: true },
  { count: 50, at: ['S001', 'S004', 'S013'], one: 1, level: 'SENIOR', mode: '全日制', source: '中职（技校）毕业生', prior: '中级工', birth: SCHOOL_LEAVERS, months: 24, channel: '统一招生平台' },
  { count: 110, at: ['S022', 'S023', 'S024', 'S014'], level: 'INTERMEDIATE', mode: '全日制', source: '应届初中毕业生', prior: '初中', birth: MINORS, months: 36, channel: '统一招生平台' },
  { count: 40, at: ['S015', 'S023'], level: 'INTERMEDIATE', mode: '全日制', source: '往届初中毕业生', prior: '初中', birth: [2005, 2007], months: 36, channel: '现场报名' },
  { count: 12, at: ['S004'], level: 'PREP_TECHNICIAN', mode: '全日制', source: '中职（技校）毕业生', prior: '高级工', birth: SCHOOL_LEAVERS, months: 24, channel: '线上报名' },
  { count: 4, at: ['S003'], level: 'PREP_TECHNICIAN', mode: '全日制', source: '应届高中毕业生', prior: '高中', birth: SCHOOL_LEAVERS, months: 48, channel: '线上报名' },
  { count: 30, at: ['S001', 'S002', 'S013'], level: 'SENIOR', mode: '非全日制', source: '企业职工', prior: '中级工', birth: ADULTS, months: 24, channel: '校企联合招生', employed: true },
  { count: 12, at: ['S002'], level: 'TECHNICIAN', mode: '非全日制', source: '企业职工', prior: '高级工', birth: ADULTS, months: 12, channel: '校企联合招生', employed: true },
  { count: 16, at: ['S003', 'S004'], level: 'SENIOR', mode: '非全日制', source: '企业职工', prior: '中级工', birth: ADULTS, months: 18, channel: '校企联合招生', employed: true, programme: '企业新型学徒制' },
  // The guard of T10 refuses these: a year or more for employees
  { count: 2, at: ['S004'], level: 'SENIOR', mode: '非全日制', source: '企业职工', prior: '中级工', birth: ADULTS, months: 11, channel: '校企联合招生', employed: true },
  { count: 22, at: ['S001', 'S013'], one: 1, level: 'SENIOR', mode: '全日制', source: '退役军人', prior: '高中', birth: [1994, 2002], months: 36, channel: '现场报名', tags: '农村转移劳动力' },
  { count: 18, at: ['S014', 'S022'], level: 'INTERMEDIATE', mode: '全日制', source: '脱贫家庭新成长劳动力', prior: '初中', birth: MINORS, months: 36, channel: '统一招生平台', tags: '应届初中毕业生' },
  { count: 16, at: ['S024', 'S015'], level: 'INTERMEDIATE', mode: '非全日制', source: '农村转移劳动力', prior: '初中', birth: ADULTS, months: 24, channel: '现场报名', tags: '往届初中毕业生;脱贫家庭新成长劳动力' },
  { count: 16, at: ['S002', 'S004'], level: 'SENIOR', mode: '全日制', source: '未就业高校毕业生', prior: '大专', birth: [1997, 2001], months: 24, channel: '线上报名', programme: '产业学院' },
  { count: 14, at: ['S001', 'S023'], level: undefined, mode: '非全日制', source: '其他', prior: '高中', birth: ADULTS, months: 24, channel: '现场报名', programme: '订单班' },
];

const LEVEL_LABELS: Record<string, string> = { INTERMEDIATE: '中级工班', SENIOR: '高级工班', PREP_TECHNICIAN: '预备技师班', TECHNICIAN: '技师班' };
const MODES = { 全日制: 'FULL_TIME', 非全日制: 'PART_TIME' };

/** The rows of applicants.csv by field; twelve of them are bad on purpose, and two too short for employees. */
export function inventApplicants(random: Random, { person, offerings }: Invented): Applicant[] {
  const rows = GROUPS.flatMap((group) =>
    Array.from({ length: group.count }, (_, at) => applicant(random, group, at, { person, offerings })),
  );
  return spoil(withOtherDocuments(random.shuffled(rows)));
}

function applicant(random: Random, group: Group, at: number, { person, offerings }: Invented): Applicant {
  const offering = offeringFor(group, at, offerings);
  const { birthDate, ...who } = person(group);
  return {
    schoolCode: offering.schoolCode,
    majorCode: offering.majorCode,
    level: LEVEL_LABELS[offering.level],
    studyMode: group.mode,
    year: '2023',
    season: '秋季',
    ...who,
    sourceType: group.source,
    tags: group.tags ?? '',
    channel: group.channel,
    priorSchool: at % 29 === 7 ? '样例第三中学, 东校区' : `样例第${random.pick('一二三四五六七八九'.split(''))}中学`,
    priorEducation: group.prior,
    startOn: ENTRY,
    durationMonths: String(group.months),
    programmeType: group.programme ?? '常规',
    ...(group.employed ? random.pick(EMPLOYERS) : {}),
    ...(birthDate > GUARDED ? guardianOf(random, who) : {}),
    scope: group.elsewhere ? '市外' : '市内',
    ...(group.elsewhere ? { partner: PARTNER.name } : {}),
  };
}

/** Applicants of a group spread over one or two offerings of each of its schools. */
function offeringFor({ at: schools, one, level, mode }: Group, number: number, offerings: Offering[]): Offering {
  const schoolCode = schools[number % schools.length];
  const open = offerings.filter(
    (each) => each.schoolCode === schoolCode && each.mode === MODES[mode] && (!level || each.level === level),
  );
  if (open.length === 0) throw new Error(`${schoolCode} teaches no ${level} ${mode}`);
  return open[(one ?? Math.floor(number / schools.length) % 2) % open.length]!;
}

/** Two residents of Hong Kong and Taiwan and a foreigner, among adults; the checks are the same. */
function withOtherDocuments(rows: Applicant[]): Applicant[] {
  const adults = rows.filter((row) => row.sourceType === '其他').slice(0, 3);
  const forms = [
    { prefix: '810000', idType: '港澳台居民居住证', name: '陈志明' },
    { prefix: '830000', idType: '港澳台居民居住证', name: '林淑芬' },
    { prefix: '950276', idType: '外国人永久居留身份证', name: 'Anna-Maria Schmidt', ethnicity: '其他' },
  ];
  adults.forEach((row, at) => Object.assign(row, forms[at], { idNumber: rechecked(forms[at]!.prefix + row.idNumber!.slice(6, 17)) }));
  return rows;
}
