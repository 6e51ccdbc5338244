import { batchTransition, fact } from '#aggregates';
import { refuse } from '#aggregates/rules';
import { type DataOf, day, type Level, StudentCheckedIn } from '#contracts';
import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { inSeason } from '../calendar/calendars.js';
import type { CheckedIn } from '../domain/application.js';
import { checkIn, checkInRefusals } from '../domain/application-moves.js';
import { isUnqualified, unqualifiedRefusals } from '../domain/unqualified.js';
import { moveSeats } from '../plans/plan-lines.js';
import { lockPlaces } from '../offerings/places.js';
import { applications, personOf, SEALED_KEY } from './applications.js';

/** 报到: the admitted stand at the school with their documents; student records takes over from here. */
export const checkInApplicants = batchTransition(applications, {
  name: 'check-in-applicants',
  path: 'batch-check-in',
  roles: ['school-admissions'],
  sentence: { zh: '办理了报到', en: 'checked the student in' },
  input: { checkedInOn: day },
  refuses: { ...checkInRefusals, ...unqualifiedRefusals },
  context: async (tx, states) => ({
    ...(await inSeason(tx, states)),
    standingOf: await lockPlaces(tx, states),
  }),
  decide: (each, { checkedInOn }, { windowsFor, standingOf, ...asked }) =>
    isUnqualified(each, standingOf(each), asked.today)
      ? refuse('qualification-lost')
      : checkIn(each, checkedInOn, { ...asked, windows: windowsFor(each) }),
  noted: (_, { checkedInOn }) => ({ effectiveOn: checkedInOn }),
  saved: (tx, checkedIn, taken) =>
    moveSeats(tx, checkedIn as readonly CheckedIn[], { reserved: -1, used: 1 }, taken),
  publishes: fact(
    StudentCheckedIn,
    (each: CheckedIn, details: Details | undefined) => details && { ...each, ...details },
    detailsOf,
  ),
});

/** What a check-in states beside the application. */
type Details = Pick<DataOf<typeof StudentCheckedIn>, 'person' | 'level' | 'major'>;

/**
 * Of check-ins that still wait for their registration: what student records has, it does not take a second time, and who
 * was erased is not replayed.
 */
async function detailsOf(
  tx: Transaction,
  checkedIn: readonly CheckedIn[],
  { sealer }: { sealer: Sealer },
): Promise<(each: CheckedIn) => Details | undefined> {
  const rows = await tx.query<DetailsRow>(
    `select application_id, level, catalogue_version, major_code, catalogue_majors.name as major_name, ${SEALED_KEY}
     from applications
     join offerings using (offering_id)
     join catalogue_majors using (catalogue_version, major_code)
     where application_id = any($1) and state = 'CHECKED_IN' and erased_at is null`,
    [checkedIn.map(({ applicationId }) => applicationId)],
  );
  const byId = new Map(rows.map((row) => [row.application_id, row]));
  return (each) => {
    const row = byId.get(each.applicationId);
    const person = row && personOf(each, row.sealed_key, sealer);
    if (!person) return undefined;
    const { level, catalogue_version: catalogueVersion, major_code: majorCode, major_name: name } = row;
    return { person, level, major: { catalogueVersion, majorCode, name } };
  };
}

interface DetailsRow {
  application_id: string;
  level: Level;
  catalogue_version: string;
  major_code: string;
  major_name: string;
  sealed_key: string | null;
}
