import { aggregate, fact } from '#aggregates';
import { type Person, PlatformApplicationState } from '#contracts';
import type { Transaction } from '#database';
import { documentKey } from '#national-codes';
import { DESTROYED, sealedKeyOf, type Sealer } from '#security';
import { Application, LIVE_STATES, PERSONAL } from '../domain/application.js';

/**
 * 报名 in its table. Numbers and the guardian are sealed to their row, by the data key of the application. Whoever locks
 * takes applications first, then plan lines, then live admissions: so two batches cannot deadlock.
 */
export const applications = aggregate({
  name: 'application',
  table: 'applications',
  id: 'applicationId',
  school: 'schoolCode',
  states: Application,
  personal: PERSONAL,
  // An outside platform is told of what it delivered, and of nothing else.
  snapshot: fact(PlatformApplicationState, (each: Application) =>
    each.platformNumber === undefined
      ? undefined
      : { ...each, platformNumber: each.platformNumber, deliveredBy: each.deliveredBy! },
  ),
});

/** The subject of the data key of an application. */
export const subjectOf = (applicationId: string): string => `application:${applicationId}`;

/** SQL of that key, for the list of a select from `applications`. */
export const SEALED_KEY = `${sealedKeyOf("'application:' || applications.application_id")} as sealed_key`;

/** Where a sealed text of an application belongs. */
export const bindingOf = (
  field: 'id_number' | 'phone' | 'guardian' | 'former_person',
  applicationId: string,
): string => `applications:${field}:${applicationId}`;

/** What finds a person without opening a number: the same document always gives the same index. */
export const personIndex = (
  sealer: Sealer,
  document: Pick<Person, 'idType' | 'issuingState' | 'idNumber'>,
): string => sealer.blindIndex(documentKey(document));

/** What tells that two have one phone. */
export const phoneIndex = (sealer: Sealer, phone: string | undefined): string | undefined =>
  phone && sealer.blindIndex(`phone:${phone}`);

/**
 * The whole person, opened; undefined where the application was erased.
 * @param sealedKey DESTROYED where it was erased; null is a loss
 * @throws SealBroken
 */
export function personOf(
  application: Application,
  sealedKey: string | null,
  sealer: Sealer,
): Person | undefined {
  const { applicationId, idNumberSealed, phoneSealed, guardianSealed } = application;
  if (sealedKey === DESTROYED || idNumberSealed === undefined) return undefined;
  const key = sealer.dataKey(subjectOf(applicationId), sealedKey);
  const open = (field: 'id_number' | 'phone' | 'guardian', sealed: string) =>
    key.open(sealed, bindingOf(field, applicationId));
  const { name, idType, issuingState, sex, birthDate, ethnicity, hukouRegion } = application;
  return {
    name,
    idType,
    issuingState,
    idNumber: open('id_number', idNumberSealed),
    sex: sex!,
    birthDate: birthDate!,
    phone: phoneSealed && open('phone', phoneSealed),
    ethnicity,
    hukouRegion,
    guardian: guardianSealed && JSON.parse(open('guardian', guardianSealed)),
  };
}

/** Who the applicant was said to be before each correction; nobody where the application was erased. */
export function formerPersons({ application, sealedKey }: FoundApplication, sealer: Sealer): unknown[] {
  const { applicationId, formerPersonsSealed = [] } = application;
  if (formerPersonsSealed.length === 0 || sealedKey === DESTROYED) return [];
  const key = sealer.dataKey(subjectOf(applicationId), sealedKey);
  return formerPersonsSealed.map((each) =>
    JSON.parse(key.open(each, bindingOf('former_person', applicationId))),
  );
}

export interface FoundApplication {
  readonly application: Application;
  readonly sealedKey: string | null;
}

/** An application with its sealed key, as {@link personOf} needs it; undefined where there is none. */
export async function findApplication(tx: Transaction, applicationId: string) {
  const [row] = await tx.query<{ sealed_key: string | null }>(
    `select ${applications.selected}, ${SEALED_KEY} from applications where application_id = $1`,
    [applicationId],
  );
  return row && { application: applications.stateOf({ ...row }), sealedKey: row.sealed_key };
}

/** What of an application names its place: a person applies once for it. */
type Place = Pick<Application, 'applicationId' | 'idNumberIndex' | 'offeringId' | 'year' | 'season'>;
const placeOf = ({ idNumberIndex, offeringId, year, season }: Place) =>
  [idNumberIndex, offeringId, year, season].join('/');

/**
 * Which of some applications may not be live, because the person applies for the same place by another one already.
 * @returns whether the place of an application is taken; asked in order, the first of two for one place takes it
 */
export async function takenPlaces(
  tx: Transaction,
  states: readonly Place[],
): Promise<(each: Place) => boolean> {
  const rows = await tx.query(
    // By the person alone (`offset 0`): by the offering or the state as well, all of a large offering would be gone through.
    `select held.* from unnest($1::text[]) as asked (person) cross join lateral (
       select application_id, id_number_index, offering_id, year, season, state from applications
       where id_number_index = person offset 0) held where held.${IS_LIVE}`,
    [[...new Set(states.map((each) => each.idNumberIndex))]],
  );
  const holders = new Map(
    rows.map((row) => [
      [row.id_number_index, row.offering_id, row.year, row.season].join('/'),
      row.application_id,
    ]),
  );
  return (each) => {
    const holder = holders.get(placeOf(each));
    if (holder !== undefined) return holder !== each.applicationId;
    holders.set(placeOf(each), each.applicationId);
    return false;
  };
}

/** SQL of those that take up their place; the unique index `applications_one_live` holds them apart until they are registered. */
export const IS_LIVE = `state in (${LIVE_STATES.map((state) => `'${state}'`).join(', ')})`;
