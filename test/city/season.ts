import type { City } from '../../deploy/local/cohort/load-city.ts';
import { CATALOGUE_VERSION, inventCity, type Offering, type Plan } from '../../deploy/local/sample/city.ts';
import { COUNTIES, inventedIds, inventedUscc } from '../../deploy/local/sample/codes.ts';
import type { Applicant } from '../../deploy/local/sample/csv.ts';
import { guardianOf, inventPeople } from '../../deploy/local/sample/people.ts';
import { type Random, seeded } from '../../deploy/local/sample/random.ts';

/** Intake of a year: the aim of the source document is more than 35,000. */
const APPLICANTS = 35_000;

/** What comes of an applicant, as far as it is theirs to decide. */
type Fate = 'WITHDRAWS' | 'DECLINES' | 'STAYS_AWAY' | 'COMES';
const FATES: readonly (readonly [weight: number, fate: Fate])[] = [
  [1, 'WITHDRAWS'],
  [3, 'DECLINES'],
  [2, 'STAYS_AWAY'],
  [94, 'COMES'],
];

/** A row of a file: one application, or one that is refused. */
export interface Row {
  readonly person: number;
  /** the plan line that it asks for a seat of */
  readonly line: Line;
  readonly fate: Fate;
  /** beside an application of the same person elsewhere, which comes first */
  readonly isSecond: boolean;
  readonly isSpoilt: boolean;
  readonly cells: Applicant;
}

interface Line extends Plan {
  /** has fewer seats than applicants */
  readonly isShort: boolean;
}

/** A season of a city: what it has before it begins, and a file of applications of each school. */
export interface Season {
  readonly year: number;
  readonly city: City;
  readonly files: ReadonlyMap<string, readonly Row[]>;
}

const PROFILES: Record<string, { source: string; prior: string; months: number; ages: readonly [number, number] }> = {
  'INTERMEDIATE/FULL_TIME': { source: '应届初中毕业生', prior: '初中', months: 36, ages: [16, 17] },
  'SENIOR/FULL_TIME': { source: '应届高中毕业生', prior: '高中', months: 36, ages: [19, 20] },
  'PREP_TECHNICIAN/FULL_TIME': { source: '中职（技校）毕业生', prior: '高级工', months: 24, ages: [21, 24] },
  'TECHNICIAN/FULL_TIME': { source: '中职（技校）毕业生', prior: '高级工', months: 24, ages: [21, 24] },
  'INTERMEDIATE/PART_TIME': { source: '企业职工', prior: '初中', months: 36, ages: [22, 45] },
  'SENIOR/PART_TIME': { source: '企业职工', prior: '中级工', months: 24, ages: [22, 45] },
  'PREP_TECHNICIAN/PART_TIME': { source: '企业职工', prior: '高级工', months: 24, ages: [22, 45] },
  'TECHNICIAN/PART_TIME': { source: '企业职工', prior: '高级工', months: 24, ages: [22, 45] },
}; // prettier-ignore

const LEVELS: Record<string, string> = { INTERMEDIATE: '中级工班', SENIOR: '高级工班', PREP_TECHNICIAN: '预备技师班', TECHNICIAN: '技师班' }; // prettier-ignore

/**
 * A season in the sizes of the source document: 41 schools, 182 majors, 609 offerings, 35,000 applicants. A fiftieth applies a
 * second time elsewhere, one row in 200 is faulty, and a fifth of the plan lines are short of seats.
 * @param options `scale` of applicants and offerings: each school keeps one; below a twentieth there are fewer schools too
 */
export function inventSeason({ seed, scale, year }: { seed: number; scale: number; year: number }): Season {
  const random = seeded(seed);
  const invented = inventCity(random);
  const schools = invented.schools.filter((_, at) => at % Math.ceil(1 / (20 * scale)) === 0);
  const codes = new Set(schools.map(({ schoolCode }) => schoolCode));
  const lines = invented.offerings
    .filter(({ schoolCode }) => codes.has(schoolCode))
    .filter((offering, at, all) => all[at - 1]?.schoolCode !== offering.schoolCode || random.next() < scale)
    .map((offering): Line => ({ ...offering, year, season: 'AUTUMN', scope: 'IN_CITY', planned: 0, isShort: random.below(5) === 0 })); // prettier-ignore
  const rows = [...inventRows(random, lines, Math.round(APPLICANTS * scale), year)];
  for (const line of lines) line.planned = seatsFor(line, rows);
  const offerings = lines.map(({ schoolCode, catalogueVersion, majorCode, level, mode }) => ({ schoolCode, catalogueVersion, majorCode, level, mode })); // prettier-ignore
  const qualifications = invented.qualifications.filter(({ schoolCode }) => codes.has(schoolCode));
  const city = { ...invented, catalogueVersion: CATALOGUE_VERSION, schools, qualifications, offerings, plans: lines }; // prettier-ignore
  return { year, city, files: Map.groupBy(rows, ({ line }) => line.schoolCode) };
}

const seatsFor = (line: Line, rows: readonly Row[]) => {
  const wanted = rows.filter((row) => row.line === line && !row.isSpoilt).length;
  return line.isShort ? Math.floor(wanted * 0.85) : wanted + 2;
};

function* inventRows(random: Random, lines: Line[], count: number, year: number): Generator<Row> {
  const invent = inventPeople(random, inventedIds(random));
  const weighted = lines.map((line) => [0.6 + 0.8 * random.next(), line] as const);
  const seconds: Row[] = [];
  for (let person = 0; person < count; person++) {
    const line = random.weigh(weighted);
    const cells = cellsOf(random, invent, line, year);
    const of = { person, fate: random.weigh(FATES), isSecond: false };
    const first = { ...of, line, ...spoilt(random, cells) };
    yield first;
    if (line.isShort || random.below(50) > 0) continue;
    const elsewhere = lines.filter((each) => !each.isShort && each.schoolCode !== line.schoolCode && each.level === line.level && each.mode === line.mode); // prettier-ignore
    const other = elsewhere.length > 0 && random.pick(elsewhere);
    if (other) seconds.push({ ...of, fate: 'COMES', isSecond: true, line: other, ...spoilt(random, { ...cells, ...placeOf(other) }) }); // prettier-ignore
  }
  yield* seconds;
}

const spoilt = (random: Random, cells: Applicant) => {
  const isSpoilt = random.below(200) === 0;
  return { isSpoilt, cells: isSpoilt ? { ...cells, idNumber: cells.idNumber?.slice(0, 17) } : cells };
};

const placeOf = ({ schoolCode, majorCode }: Offering) => ({ schoolCode, majorCode });

function cellsOf(
  random: Random,
  invent: ReturnType<typeof inventPeople>,
  line: Line,
  year: number,
): Applicant {
  const { source, prior, months, ages } = PROFILES[`${line.level}/${line.mode}`]!;
  const { birthDate, ...person } = invent({ birth: [year - ages[1], year - ages[0]] });
  const isEmployed = line.mode === 'PART_TIME';
  const employer = random.below(40);
  return {
    ...placeOf(line),
    level: LEVELS[line.level],
    studyMode: isEmployed ? '非全日制' : '全日制',
    year: String(year),
    season: '秋季',
    ...person,
    sourceType: source,
    channel: isEmployed ? '校企联合招生' : random.pick(['线上报名', '现场报名']),
    priorSchool: '样例学校',
    priorEducation: prior,
    startOn: `${year}-09-01`,
    durationMonths: String(months),
    programmeType: '常规',
    ...(isEmployed && {
      employerUscc: inventedUscc('91', COUNTIES[employer % COUNTIES.length]!, employer + 1),
      employerName: `样例企业${employer + 1}`,
    }),
    ...(birthDate > `${year - 18}-09-01` && guardianOf(random, person)),
    scope: '市内',
  };
}
