import type {
  IdType,
  Person,
  PlanScope,
  ProgrammeType,
  Season,
  Sex,
  SourceType,
  StudyMode,
} from '#contracts';
import { type Change, stepOf } from '#commands';
import type { AdmissionChannel } from '#contracts';
import { nameKeys } from '#national-codes';
import { type DataKey, DESTROYED, type Sealer, sealedKeyOf } from '#security';
import type { Application, ApplicationState } from '../domain/application.js';

/**
 * A row of `applications`. Numbers and the guardian are sealed to their row, by the data key of the application; the name
 * is searchable under RLS.
 */
export interface ApplicationRow {
  application_id: string;
  school_code: string;
  offering_id: string;
  year: number;
  season: Season;
  scope: PlanScope;
  study_mode: StudyMode;
  state: ApplicationState;
  name: string;
  name_pinyin: string;
  name_initials: string;
  id_type: IdType;
  id_number_sealed: string | null;
  id_number_index: string;
  sex: Sex;
  birth_date: string;
  phone_sealed: string | null;
  ethnicity: string | null;
  hukou_region: string | null;
  guardian_sealed: string | null;
  source_type: SourceType;
  tags: SourceType[];
  channel: AdmissionChannel;
  prior_school: string | null;
  prior_education: string;
  start_on: string;
  duration_months: number;
  programme_type: ProgrammeType;
  employer_uscc: string | null;
  employer_name: string | null;
  import_id: string | null;
  import_row: number | null;
  submitted_by: string;
  submitted_at: Date;
  plan_line_id: string | null;
  admitted_by: string | null;
  admitted_at: Date | null;
  checked_in_by: string | null;
  checked_in_on: string | null;
  registration_id: string | null;
  student_no: string | null;
  return_reason: string | null;
  version: number;
  erased_at: Date | null;
  /** DESTROYED where the application was erased; then the columns of the person are of no use. Null is a loss. */
  sealed_key: string | null;
}

/** For a select, or for `returning`. */
export const APPLICATION_COLUMNS = `applications.*,
  ${sealedKeyOf("'application:' || applications.application_id")} as sealed_key`;

export const subjectOf = (applicationId: string): string => `application:${applicationId}`;

/** What is known of an application when it is stored first. */
export interface Submission {
  readonly applicationId: string;
  readonly application: Application;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly importedFrom?: { readonly importId: string; readonly row: number };
}

/** For the audit trail, of an application that was submitted, or moved by one step. */
export const changeOfApplication = (row: ApplicationRow): Change =>
  stepOf('application', row.application_id, { schoolCode: row.school_code, version: row.version });

const bindingOf = (field: 'id_number' | 'phone' | 'guardian', applicationId: string): string =>
  `applications:${field}:${applicationId}`;

/** What finds a person without opening a number: the same document always gives the same index. */
export const personIndex = (
  sealer: Sealer,
  { idType, idNumber }: Pick<Person, 'idType' | 'idNumber'>,
): string => sealer.blindIndex(`${idType}:${idNumber}`);

/** The columns that are filled when an application is submitted. */
export function submittedRow(
  { applicationId, application, ...submission }: Submission,
  sealer: Sealer,
  key: DataKey,
) {
  return {
    application_id: applicationId,
    ...personColumns(applicationId, application.person, sealer, key),
    school_code: application.schoolCode,
    offering_id: application.offeringId,
    year: application.year,
    season: application.season,
    scope: application.scope,
    study_mode: application.studyMode,
    state: 'SUBMITTED',
    source_type: application.sourceType,
    tags: application.tags,
    channel: application.channel,
    prior_school: application.priorSchool ?? null,
    prior_education: application.priorEducation,
    start_on: application.startOn,
    duration_months: application.durationMonths,
    programme_type: application.programmeType,
    employer_uscc: application.employer?.uscc ?? null,
    employer_name: application.employer?.name ?? null,
    import_id: submission.importedFrom?.importId ?? null,
    import_row: submission.importedFrom?.row ?? null,
    submitted_by: submission.submittedBy,
    submitted_at: submission.submittedAt,
    version: 1,
  } satisfies Partial<Record<keyof ApplicationRow, unknown>>;
}

function personColumns(applicationId: string, person: Person, sealer: Sealer, key: DataKey) {
  const seal = (field: 'phone' | 'guardian', plain: string | undefined) =>
    plain === undefined ? null : key.seal(plain, bindingOf(field, applicationId));
  return {
    name: person.name,
    ...nameKeys(person.name),
    id_type: person.idType,
    id_number_sealed: key.seal(person.idNumber, bindingOf('id_number', applicationId)),
    id_number_index: personIndex(sealer, person),
    sex: person.sex,
    birth_date: person.birthDate,
    phone_sealed: seal('phone', person.phone),
    ethnicity: person.ethnicity ?? null,
    hukou_region: person.hukouRegion ?? null,
    guardian_sealed: seal('guardian', person.guardian && JSON.stringify(person.guardian)),
  };
}

/** Undefined where the application was erased. */
export function idNumberOf(row: ApplicationRow, sealer: Sealer): string | undefined {
  if (row.sealed_key === DESTROYED || row.id_number_sealed === null) return undefined;
  const key = sealer.dataKey(subjectOf(row.application_id), row.sealed_key);
  return key.open(row.id_number_sealed, bindingOf('id_number', row.application_id));
}

/** The whole person, opened. @throws Error for an application that was erased */
export function personOf(row: ApplicationRow, sealer: Sealer): Person {
  if (row.sealed_key === DESTROYED || row.id_number_sealed === null)
    throw new Error('The application was erased.');
  const key = sealer.dataKey(subjectOf(row.application_id), row.sealed_key);
  const open = (field: 'id_number' | 'phone' | 'guardian', sealed: string) =>
    key.open(sealed, bindingOf(field, row.application_id));
  const { phone_sealed: phone, guardian_sealed: guardian } = row;
  return {
    name: row.name,
    idType: row.id_type,
    idNumber: open('id_number', row.id_number_sealed),
    sex: row.sex,
    birthDate: row.birth_date,
    phone: phone === null ? undefined : open('phone', phone),
    ethnicity: row.ethnicity ?? undefined,
    hukouRegion: row.hukou_region ?? undefined,
    guardian: guardian === null ? undefined : (JSON.parse(open('guardian', guardian)) as Person['guardian']),
  };
}
