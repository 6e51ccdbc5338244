import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import type { TestService } from '#testing';
import { ENROLLED_STATES } from '../src/domain/figures.js';
import {
  LIVE_STATES,
  REGISTRATION_STATES,
  type RegistrationState,
} from '../src/domain/registration-states.js';

/** A version of a registration: from which of some days it holds, and how the registration stands by it. */
interface Version {
  readonly state: RegistrationState;
  readonly on: number;
  readonly school: string;
  readonly mode: string;
  readonly level: string;
}
export type Lives = readonly (readonly Version[])[];

export const DAYS = [1, 2, 3, 4, 5] as const;
const MAX_VERSIONS = 5;

/** Any states in any order, recorded in the order of the versions, each for any day: more than the rules would ever let happen. */
export const lives: fc.Arbitrary<Lives> = fc.array(
  fc.array(
    fc.record({
      state: fc.constantFrom<RegistrationState>(...REGISTRATION_STATES),
      on: fc.constantFrom(...DAYS),
      school: fc.constantFrom('A', 'B'),
      mode: fc.constantFrom('FULL_TIME', 'PART_TIME'),
      level: fc.constantFrom('SENIOR', 'TECHNICIAN'),
    }),
    { minLength: 1, maxLength: MAX_VERSIONS },
  ),
  { minLength: 1, maxLength: 6 },
);

export const dayOf = (day: number) => `2030-01-${String(day + 1).padStart(2, '0')}`;
/** When versions of this number have been recorded, and none after them. */
export const knownAt = (version: number) => `2029-12-31T0${version}:30:00Z`;

/** Writes them into the history, one version of all after the other, as schools of this run. */
export async function live(service: TestService, all: Lives, run: string): Promise<void> {
  const ids = all.map(() => uuidv7());
  const personId = uuidv7();
  await service.query(`insert into persons (person_id, name, id_type) values ($1, '样例', 'RESIDENT_ID')`, [
    personId,
  ]);
  for (let version = 1; version <= MAX_VERSIONS; version++) {
    const rows = all.flatMap((life, at) => {
      const given = life[version - 1];
      return given ? [rowOf(given, { run, version, personId, registrationId: ids[at]! })] : [];
    });
    await service.query(
      'insert into registrations_history select * from json_populate_recordset(null::registrations_history, $1)',
      [JSON.stringify(rows)],
    );
  }
}

function rowOf(
  { state, on, school, mode, level }: Version,
  { run, version, personId, registrationId }: Record<'run' | 'personId' | 'registrationId', string> & { version: number }, // prettier-ignore
) {
  const data = {
    person_id: personId,
    study_mode: mode,
    level,
    programme_type: 'REGULAR',
    major_code: 'M',
    source_type: 'OTHER',
    year: 2030,
    season: 'SPRING',
    start_on: dayOf(2),
  };
  return {
    registration_id: registrationId,
    version,
    school_code: `${run}${school}`,
    state,
    happened: 'modelled',
    effective_on: dayOf(on),
    recorded_at: `2029-12-31T0${version}:00:00Z`,
    data,
  };
}

/** Naively: of each, the newest version that is known and whose day has come. Nobody is there before the first day of the study. */
function stands(life: readonly Version[], day: number, known: number): Version | undefined {
  const version = life.slice(0, known).findLast(({ on }) => on <= day);
  return version && day >= 2 && (LIVE_STATES as readonly string[]).includes(version.state)
    ? version
    : undefined;
}

const unitOf = (version: Version | undefined) =>
  version && ENROLLED_STATES.includes(version.state) ? `${version.school} ${version.mode}` : undefined;

/** Who studies at the end of a day by school and mode, and who came and went on it. */
export function expected(all: Lives, day: number, known: number) {
  const units = ['A', 'B'].flatMap((school) => ['FULL_TIME', 'PART_TIME'].map((mode) => `${school} ${mode}`));
  const both = all.map((life) => [stands(life, day - 1, known), stands(life, day, known)].map(unitOf));
  return units.flatMap((unit) => {
    const was = both.filter(([before]) => before === unit).length;
    const is = both.filter(([, after]) => after === unit).length;
    const entered = both.filter(([before, after]) => after === unit && before !== unit).length;
    const row = { unit, opening: was, entered, left: was + entered - is, closing: is };
    return was + is + entered === 0 ? [] : [row];
  });
}
