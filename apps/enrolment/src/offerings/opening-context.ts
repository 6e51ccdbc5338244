import type { Level, SchoolType } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import type { CatalogueMajor } from '../domain/catalogue.js';
import type { Offering, OpeningContext } from '../domain/offering.js';
import type { School } from '../domain/school.js';

type Place = Pick<Offering, 'schoolCode' | 'catalogueVersion' | 'majorCode'>;

interface Row {
  place: string;
  school_type: SchoolType | null;
  level_exemptions: School['levelExemptions'];
  school: School['status'];
  levels: Level[] | null;
  major: CatalogueMajor['status'];
}

const placeOf = ({ schoolCode, catalogueVersion, majorCode }: Place) =>
  [schoolCode, catalogueVersion, majorCode].join('/');

/** What decides on opening offerings, for all of them in one statement. */
export async function openingContext(
  tx: Transaction,
  places: readonly Place[],
): Promise<(place: Place) => OpeningContext> {
  const rows = await tx.query<Row>(
    `select distinct on (place) concat_ws('/', school_code, catalogue_version, major_code) as place,
       s.school_type, s.level_exemptions, s.status as school, m.levels, m.status as major
     from unnest($1::text[], $2::text[], $3::text[]) as wanted(school_code, catalogue_version, major_code)
     left join schools s using (school_code) left join catalogue_majors m using (catalogue_version, major_code)`,
    [
      places.map((each) => each.schoolCode),
      places.map((each) => each.catalogueVersion),
      places.map((each) => each.majorCode),
    ],
  );
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return (place) => {
    const {
      school_type: schoolType,
      level_exemptions: levelExemptions,
      school,
      levels,
      major,
    } = byPlace.get(placeOf(place))!;
    return {
      school: schoolType === null ? undefined : { schoolType, levelExemptions, status: school },
      major: levels === null ? undefined : { levels, status: major },
      today: dayInChina(tx.at),
    };
  };
}
