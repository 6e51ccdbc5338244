import { StudentCheckedIn } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { derivedId } from '../../derived-id.js';
import { PersonVault } from '../../persons/person-vault.js';
import { markMismatches, type ResolvedPerson, resolvePersons } from '../../persons/resolve-persons.js';
import { insertSubmitted, type SubmittedRow } from '../../registrations/registration-row.js';

/** 报到 → 学籍待审: each checked-in student becomes a submitted registration, once for an application. */
@ReactsTo(StudentCheckedIn)
export class SubmitRegistrations {
  constructor(private readonly vault: PersonVault) {}

  async handle(received: Received<typeof StudentCheckedIn>[], tx: Transaction): Promise<void> {
    const checkIns = await withoutRegistration(tx, received);
    if (checkIns.length === 0) return;
    const persons = await resolvePersons(
      tx,
      this.vault,
      checkIns.map(({ data }) => data),
    );
    const rows = checkIns.map(({ data }, i) => submittedRow(data, persons[i]!));
    const submitted = await insertSubmitted(tx, rows);
    // Of a check-in that came twice here, only the row that went in can be in dispute.
    const disputed = rows.filter((row) => row.identity_mismatch && submitted.has(row.registration_id));
    await markMismatches(
      tx,
      disputed.map((row) => row.person_id),
    );
  }
}

/**
 * A check-in that is handled again says nothing new: its person may have been erased since, and must not come back by
 * it.
 */
async function withoutRegistration(tx: Transaction, checkIns: Received<typeof StudentCheckedIn>[]) {
  const rows = await tx.query<{ application_id: string }>(
    'select application_id from registrations where application_id = any($1)',
    [checkIns.map(({ data }) => data.applicationId)],
  );
  const registered = new Set(rows.map((row) => row.application_id));
  return checkIns.filter(({ data }) => !registered.has(data.applicationId));
}

function submittedRow(data: Received<typeof StudentCheckedIn>['data'], person: ResolvedPerson): SubmittedRow {
  return {
    registration_id: derivedId(data.applicationId, 'registration'),
    person_id: person.personId,
    identity_mismatch: person.mismatch,
    application_id: data.applicationId,
    school_code: data.schoolCode,
    state: 'SUBMITTED',
    version: 1,
    offering_id: data.offeringId,
    plan_line_id: data.planLineId,
    year: data.year,
    season: data.season,
    source_type: data.sourceType,
    tags: data.tags,
    channel: data.channel,
    scope: data.scope,
    study_mode: data.studyMode,
    level: data.level,
    programme_type: data.programmeType,
    prior_education: data.priorEducation,
    catalogue_version: data.major.catalogueVersion,
    major_code: data.major.majorCode,
    major_name: data.major.name,
    employer_uscc: data.employer?.uscc ?? null,
    employer_name: data.employer?.name ?? null,
    start_on: data.startOn,
    duration_months: data.durationMonths,
    checked_in_on: data.checkedInOn,
    submitted_by: data.checkedInBy,
  };
}
