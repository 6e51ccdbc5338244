import type { Given } from '#aggregates';
import type { SchoolRow } from '#copies';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { reachOf } from '#security';
import type { Registration } from '../domain/registration-states.js';
import type { Receiving } from '../domain/transfer-receiving.js';
import type { Transfer } from '../domain/transfer-states.js';
import { findOfferings } from '../offerings/offerings.js';
import { HOLDER } from '../persons/person-row.js';
import { findQualifications } from '../schools/qualifications.js';
import { openChanges } from '../status-changes/status-changes.js';
import { calendarsFrom } from '../working-days/working-calendars.js';
import type { Limits } from './transfers.js';

type SchoolFacts = Pick<SchoolRow, 'school_code' | 'authority_code' | 'authority_tier' | 'status'>;

/** The schools that transfers name, from the public register. */
export async function schoolsNamed(
  tx: Transaction,
  named: readonly Pick<Transfer, 'schoolCode' | 'receivingSchoolCode'>[],
): Promise<ReadonlyMap<string, SchoolFacts>> {
  const codes = named.flatMap(({ schoolCode, receivingSchoolCode }) => [schoolCode, receivingSchoolCode ?? []].flat()); // prettier-ignore
  const rows = await tx.query<SchoolFacts>(
    'select school_code, authority_code, authority_tier, status from schools where school_code = any($1)',
    [codes],
  );
  return new Map(rows.map((row) => [row.school_code, row]));
}

/** Who takes a step, which schools are theirs to decide on, and by which days deadlines run. */
export async function actingContext(
  tx: Transaction,
  of: readonly Transfer[],
  { actor, rules }: Given<Limits>,
) {
  const schools = await schoolsNamed(tx, of);
  const reach = actor && reachOf(actor.role);
  return {
    rules,
    calendarOf: await calendarsFrom(tx, dayInChina(tx.at)),
    ownSchool: actor?.schoolCode,
    supervises: (schoolCode: string): boolean => {
      const school = schools.get(schoolCode);
      if (reach === 'city') return school?.authority_tier === 'CITY';
      const isTheirs = school?.authority_code === actor?.authorityCode;
      return reach === 'district' && isTheirs && school?.authority_tier === 'DISTRICT';
    },
  };
}

/** What is known of the schools that are to receive students, and of the offerings for which these were accepted. */
export async function receivingContext(
  tx: Transaction,
  of: readonly Transfer[],
): Promise<{ readonly receivingOf: (transfer: Transfer) => Receiving }> {
  const schools = await schoolsNamed(tx, of);
  const named = of.flatMap((each) => ('targetOfferingId' in each && each.targetOfferingId) || []);
  const offerings = await findOfferings(tx, named);
  const qualifications = await findQualifications(tx, [...schools.keys()]);
  const receivingOf = (transfer: Transfer): Receiving => {
    const { receivingSchoolCode: school = '' } = transfer;
    const offering = 'targetOfferingId' in transfer ? offerings.get(transfer.targetOfferingId ?? '') : undefined;
    return { schoolIsActive: schools.get(school)?.status === 'ACTIVE', offering, qualifications: qualifications.get(school) };
  };
  return { receivingOf };
} // prettier-ignore

/** What stands against a transfer of registrations that the caller has locked, in two statements. */
export async function heldContext(tx: Transaction, states: readonly Registration[], { rules }: Limits) {
  const ids = states.map(({ registrationId }) => registrationId);
  const open = await openChanges(tx, ids);
  const rows = await tx.query<{ registration_id: string; birth_date: string | null; graduates: boolean }>(
    `select registration_id, birth_date, exists (
       select from graduation_items item where item.registration_id = registrations.registration_id and item.open) as graduates
     from registrations join persons on persons.person_id = ${HOLDER} where registration_id = any($1)`,
    [ids],
  );
  const facts = new Map(rows.map((row) => [row.registration_id, row]));
  const today = dayInChina(tx.at);
  return ({ registrationId }: Pick<Registration, 'registrationId'>) => ({
    today,
    rules,
    birthDate: facts.get(registrationId)?.birth_date ?? undefined,
    changeIsOpen: open.has(registrationId),
    inGraduationBatch: facts.get(registrationId)?.graduates ?? false,
  });
}
