import { COUNTIES, inventedUscc } from './codes.ts';
import { MAJOR_NAMES } from './majors.ts';
import type { Random } from './random.ts';

type SchoolType = 'TECHNICIAN_COLLEGE' | 'SENIOR_TECHNICAL_SCHOOL' | 'TECHNICAL_SCHOOL';
type School = ReturnType<typeof inventSchool>;
type Major = ReturnType<typeof inventMajors>[number];

export interface Offering {
  schoolCode: string;
  catalogueVersion: string;
  majorCode: string;
  level: string;
  mode: string;
}

/** A line of the admission plan. */
export interface Plan extends Offering {
  year: number;
  season: string;
  scope: string;
  planned: number;
}

/** The sizes of the source document: 41 schools, 182 majors, 609 offerings. */
const SCHOOLS_BY_TYPE: { schoolType: SchoolType; title: string; count: number; offerings: number }[] = [
  { schoolType: 'TECHNICIAN_COLLEGE', title: '技师学院', count: 12, offerings: 22 },
  { schoolType: 'SENIOR_TECHNICAL_SCHOOL', title: '高级技工学校', count: 9, offerings: 17 },
  { schoolType: 'TECHNICAL_SCHOOL', title: '技工学校', count: 20, offerings: 9 },
];
const OFFERINGS = 609;

/** T4 of the source document: which levels a type of school mainly teaches. */
const LEVELS: Record<SchoolType, string[]> = {
  TECHNICIAN_COLLEGE: ['SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'],
  SENIOR_TECHNICAL_SCHOOL: ['SENIOR', 'INTERMEDIATE'],
  TECHNICAL_SCHOOL: ['INTERMEDIATE'],
};

const WORDS =
  '启明 致远 弘毅 山水 江岸 云岭 金桥 石门 清溪 长虹 育才 立新 求实 精工 博艺 明德 创新 远航 朝阳 东升 ' +
  '南屏 西林 北岭 中天 红岩 绿洲 蓝天 银河 星火 光华 同心 和谐 建业 兴农 惠民 通达 恒力 鼎新 尚技 匠心 百工';

export const CATALOGUE_VERSION = '2022';

/** 市外合作: through whom people from outside of the city apply. */
export const PARTNER = {
  name: '样例邻县人力资源和社会保障局',
  regionCode: '520381',
  agreementNo: '样例合〔2023〕1号',
  validFrom: '2023-01-01',
  validTo: '2099-12-31',
};

/** Everything the runner loads before applicants come, in the shapes of the enrolment API. */
export function inventCity(random: Random) {
  const schools = inventSchools(random);
  const majors = inventMajors();
  const offerings = inventOfferings(random, schools, majors);
  return { schools, qualifications: schools.map(qualificationOf), partners: [PARTNER], majors, offerings };
}

function inventSchools(random: Random): School[] {
  const types = SCHOOLS_BY_TYPE.flatMap((type) => Array.from({ length: type.count }, () => type));
  return WORDS.split(' ').map((word, at) => inventSchool(random, word, at, types[at]!));
}

function inventSchool(random: Random, word: string, at: number, { schoolType, title }: { schoolType: SchoolType; title: string }) {
  const ownership = at % 4 === 3 ? 'PRIVATE' : at % 10 === 9 ? 'MIXED' : 'PUBLIC';
  const regionCode = COUNTIES[at % COUNTIES.length]!;
  const ofTheCity = schoolType === 'TECHNICIAN_COLLEGE' || random.below(4) === 0;
  return {
    schoolCode: `S${String(at + 1).padStart(3, '0')}`,
    uscc: inventedUscc(ownership === 'PUBLIC' ? '12' : '52', regionCode, at + 1),
    name: `样例${word}${title}`,
    schoolType,
    ownership,
    authorityCode: ofTheCity ? '500000' : regionCode,
    regionCode,
    authorityTier: ofTheCity ? 'CITY' : 'DISTRICT',
    inHigherEdSequence: at < 2,
  };
}

function qualificationOf({ schoolCode, schoolType }: School, at: number) {
  return {
    schoolCode,
    validFrom: '2023-01-01',
    validTo: '2035-12-31',
    levels: LEVELS[schoolType],
    modes: ['FULL_TIME', 'PART_TIME'],
    outOfCityAllowed: schoolType === 'TECHNICIAN_COLLEGE',
    reason: '样例：年度招生资质清理合格',
    publicationNo: `样例公告〔2023〕${at + 1}号`,
  };
}

/** The suffix names the lowest level a major begins at; nothing may read it (an opaque code). */
function inventMajors() {
  return Object.values(MAJOR_NAMES).flatMap((names, category) =>
    names.split(' ').map((name, at) => {
      const suffix = at % 6 === 5 ? 2 : at % 3 === 2 ? 3 : 4;
      const levels = ['INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'].slice(4 - suffix);
      const majorCode = `${String(category + 1).padStart(2, '0')}${String(at + 1).padStart(2, '0')}-${suffix}`;
      return { majorCode, name: `${name}（样例）`, levels };
    }),
  );
}

function inventOfferings(random: Random, schools: School[], majors: Major[]): Offering[] {
  const size = new Map(SCHOOLS_BY_TYPE.map(({ schoolType, offerings }) => [schoolType, offerings]));
  const offerings = schools.flatMap((school) => offeringsOf(random, school, majors, size.get(school.schoolType)!));
  const lacking = OFFERINGS - offerings.length;
  const last = schools.slice(-lacking);
  return [...offerings, ...last.flatMap((school) => oneMore(random, school, majors, offerings))];
}

function offeringsOf(random: Random, school: School, majors: Major[], count: number): Offering[] {
  const chosen: Offering[] = [];
  while (chosen.length < count) chosen.push(...oneMore(random, school, majors, chosen));
  return chosen;
}

/** Levels take turns; every fourth turn is part-time, so that no school lacks a level or a mode. */
function oneMore(random: Random, { schoolCode, schoolType }: School, majors: Major[], existing: Offering[]): Offering[] {
  const own = existing.filter((each) => each.schoolCode === schoolCode);
  const levels = LEVELS[schoolType];
  const level = levels[own.length % levels.length]!;
  const mode = Math.floor(own.length / levels.length) % 4 === 3 ? 'PART_TIME' : 'FULL_TIME';
  const free = majors.filter(
    ({ majorCode, levels: taught }) => taught.includes(level) && !own.some((each) => each.majorCode === majorCode),
  );
  const { majorCode } = random.pick(free);
  return [{ schoolCode, catalogueVersion: CATALOGUE_VERSION, majorCode, level, mode }];
}
