import type {
  AdmissionChannel,
  Level,
  PlanScope,
  ProgrammeType,
  Season,
  SourceType,
  StudyMode,
} from '#contracts';
import type { Transaction } from '#database';
import type { Registration, RegistrationState } from '../domain/registration.js';

/** The columns of `registrations` that a check-in fills. */
export interface SubmittedRow {
  registration_id: string;
  person_id: string;
  application_id: string;
  school_code: string;
  state: RegistrationState;
  version: number;
  offering_id: string;
  plan_line_id: string;
  year: number;
  season: Season;
  source_type: SourceType;
  tags: string[];
  channel: AdmissionChannel;
  scope: PlanScope;
  study_mode: StudyMode;
  level: Level;
  programme_type: ProgrammeType;
  prior_education: string;
  catalogue_version: string;
  major_code: string;
  major_name: string;
  employer_uscc: string | null;
  employer_name: string | null;
  start_on: string;
  duration_months: number;
  checked_in_on: string;
  submitted_by: string;
  identity_mismatch: boolean;
}

/** A row of `registrations`. */
export interface RegistrationRow extends SubmittedRow {
  submitted_at: Date;
  student_no: string | null;
  approved_by: string | null;
  approved_at: Date | null;
  rejected_by: string | null;
  rejected_at: Date | null;
  rejection_reason: string | null;
  graduated_on: string | null;
  graduation_batch_id: string | null;
  decision_no: string | null;
  revocation_reason: string | null;
  revoked_by: string | null;
  revoked_at: Date | null;
}

/**
 * Writes submitted registrations in one statement; an application that has one already keeps it.
 * @returns the ids of those that went in
 */
export async function insertSubmitted(tx: Transaction, rows: SubmittedRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const columns = Object.keys(rows[0]!).join(', ');
  const inserted = await tx.query<{ registration_id: string }>(
    `insert into registrations (${columns})
     select ${columns} from jsonb_populate_recordset(null::registrations, $1) order by application_id
     on conflict (application_id) do nothing returning registration_id`,
    [JSON.stringify(rows)],
  );
  return new Set(inserted.map((row) => row.registration_id));
}

/**
 * Locks registrations in the order of their ids, so that two batches cannot deadlock; answers them in the order of
 * `ids`. Those that the scope does not see are not among them.
 */
export async function lockRegistrations(tx: Transaction, ids: string[]): Promise<Registration[]> {
  const rows = await tx.query<RegistrationRow>(
    'select * from registrations where registration_id = any($1) order by registration_id for update',
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.registration_id, registrationOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export function registrationOf(row: RegistrationRow): Registration {
  const enrolled = enrolledOf(row);
  if (row.state === 'SUBMITTED') return { ...enrolled, state: row.state };
  if (row.state === 'REJECTED')
    return { ...enrolled, state: row.state, reason: row.rejection_reason!, rejectedBy: row.rejected_by! };
  const onRecord = { ...enrolled, studentNo: row.student_no!, approvedBy: row.approved_by! };
  if (row.state !== 'GRADUATED' && row.state !== 'GRADUATION_REVOKED')
    return { ...onRecord, state: row.state };
  const graduated = {
    ...onRecord,
    graduatedOn: row.graduated_on!,
    graduationBatchId: row.graduation_batch_id!,
  };
  if (row.state === 'GRADUATED') return { ...graduated, state: row.state };
  return {
    ...graduated,
    state: row.state,
    decisionNo: row.decision_no!,
    revocationReason: row.revocation_reason!,
    revokedBy: row.revoked_by!,
  };
}

const enrolledOf = (row: RegistrationRow) => ({
  registrationId: row.registration_id,
  personId: row.person_id,
  applicationId: row.application_id,
  schoolCode: row.school_code,
  sourceType: row.source_type,
  studyMode: row.study_mode,
  level: row.level,
  programmeType: row.programme_type,
  major: { catalogueVersion: row.catalogue_version, majorCode: row.major_code, name: row.major_name },
  employer: row.employer_uscc === null ? undefined : { uscc: row.employer_uscc, name: row.employer_name! },
  startOn: row.start_on,
  durationMonths: row.duration_months,
  submittedBy: row.submitted_by,
  version: row.version,
});
