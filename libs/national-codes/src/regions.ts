import { readFileSync } from 'node:fs';

interface Span {
  readonly name: string;
  /** The first year, and the year from which the name no longer holds. */
  readonly from: number;
  readonly until: number;
}

const FIRST_YEAR = 1981;

let history: ReadonlyMap<string, readonly Span[]> | undefined;

/**
 * Codes of GB/T 2260 at county level and above since 1981, with the names they had, from areacodes.csv. It is read when
 * the first region is looked up: most processes never do. A span ends there also where only the land of a code changed.
 */
function spansByCode(): ReadonlyMap<string, readonly Span[]> {
  if (history) return history;
  const [, ...lines] = readFileSync(new URL('areacodes.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const spans = new Map<string, Span[]>();
  for (const line of lines) {
    const [code, , , name, , , from, until] = line.split(',') as [string, ...string[]];
    const span = { name: name!, from: Number(from), until: until ? Number(until) : Infinity };
    spans.set(code, [...(spans.get(code) ?? []), span]);
  }
  history = spans;
  return spans;
}

let provinces: ReadonlySet<string> | undefined;

/**
 * Whether six digits are or ever were (since 1981) a code of a county, prefecture or province in GB/T 2260. Codes
 * that were abolished stay in ID numbers for life: 渝中区 was 510202 and is 500103. A code that is not here is a
 * reason for a warning and never for a refusal: the table ends with 2024, and codes before 1981 are not in it.
 */
export const isKnownRegion = (code: string): boolean => spansByCode().has(code);

/** Whether two digits are a province-level prefix, of which GB/T 2260 has never given one up. */
export function isKnownProvince(twoDigits: string): boolean {
  provinces ??= new Set([...spansByCode().keys()].map((code) => code.slice(0, 2)));
  return provinces.has(twoDigits);
}

/**
 * The full name of a region as it was on a day ('YYYY-MM-DD'): ('510202', '1990-05-01') → '四川省重庆市市中区'.
 * Undefined if the code was not in force then. Only years are known: a change counts from 1 January of its year.
 * A day before 1981 is taken as one of 1981. Source: github.com/yescallop/areacodes, from the yearly lists of 民政部.
 */
export function regionName(code: string, day: string): string | undefined {
  return nameInYear(code, Math.max(Number(day.slice(0, 4)), FIRST_YEAR));
}

function nameInYear(code: string, year: number): string | undefined {
  const own = ownNameIn(code, year);
  if (own === undefined) return undefined;
  // A county may stand directly under its province; its prefecture's code then names nothing.
  const above = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`].filter((each) => each < code);
  return [...above.map((each) => ownNameIn(each, year) ?? ''), own].join('');
}

const ownNameIn = (code: string, year: number): string | undefined =>
  spansByCode()
    .get(code)
    ?.find(({ from, until }) => from <= year && year < until)?.name;

/** A name a region has or had, alone and with those above it. */
export interface RegionName {
  readonly code: string;
  readonly name: string;
  readonly fullName: string;
  readonly inForce: boolean;
}

/** All names of all times. Where those above were renamed meanwhile, the full name stands as it was at either end. */
export function allRegionNames(): RegionName[] {
  return [...spansByCode()].flatMap(([code, spans]) =>
    spans.flatMap(({ name, from, until }) => {
      const inForce = until === Infinity;
      const last = inForce ? from : until - 1;
      const years = inForce ? [9999] : [from, last];
      const fullNames = new Set(years.map((year) => nameInYear(code, year)!));
      return [...fullNames].map((fullName) => ({ code, name, fullName, inForce }));
    }),
  );
}
