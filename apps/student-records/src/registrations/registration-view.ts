import { z } from 'zod';
import {
  day,
  ErasureExtent,
  id,
  IdType,
  Level,
  moment,
  ProgrammeType,
  schoolCode,
  Season,
  Sex,
  SourceType,
  StudyMode,
} from '#contracts';
import { REGISTRATION_STATES } from '../domain/registration.js';
import type { PersonVault } from '../persons/person-vault.js';
import {
  IDENTITY_COLUMNS,
  type IdentityRow,
  type Verification,
  VERIFICATIONS,
} from '../persons/person-row.js';
import type { RegistrationRow } from './registration-row.js';

/** 学籍 as its school and the city see it: the ID number masked, phone and guardian not at all. */
export const RegistrationView = z
  .object({
    registrationId: id,
    personId: id,
    applicationId: id,
    schoolCode,
    state: z.enum(REGISTRATION_STATES),
    version: z.int(),
    studentNo: z.string().optional().meta({ description: '学籍号' }),
    name: z.string(),
    sex: Sex.optional(),
    birthDate: day.optional(),
    idType: IdType,
    idNumber: z.string().optional().meta({ description: 'masked', example: '5102**********1234' }),
    erased: ErasureExtent.optional().meta({
      description:
        'WHOLE: name, ID number, sex, birth date and contact of the person were destroyed; CONTACT: phone, guardian, ethnicity and household region were',
    }),
    erasedAt: moment.optional(),
    verification: z.enum(VERIFICATIONS).meta({
      description: 'MISMATCH: the ID number came with another name, sex or birth date; to be settled first',
    }),
    year: z.int(),
    season: Season,
    studyMode: StudyMode,
    level: Level,
    programmeType: ProgrammeType,
    sourceType: SourceType,
    major: z.object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string() }),
    employer: z.object({ uscc: z.string(), name: z.string() }).optional(),
    startOn: day,
    durationMonths: z.int(),
    checkedInOn: day,
    submittedAt: moment,
    approvedAt: moment.optional(),
    rejectedAt: moment.optional(),
    rejectionReason: z.string().optional(),
    graduatedOn: day.optional(),
    graduationBatchId: id.optional(),
    revokedAt: moment.optional(),
    decisionNo: z.string().optional(),
    certificateNo: z.string().optional(),
    certificateStatus: z.enum(['VALID', 'REVOKED']).optional(),
  })
  .meta({ id: 'Registration' });
export type RegistrationView = z.infer<typeof RegistrationView>;

export type ShownRegistrationRow = RegistrationRow &
  IdentityRow & {
    verification: Verification;
    erased: ErasureExtent | null;
    erased_at: Date | null;
    certificate_no: string | null;
    certificate_status: 'VALID' | 'REVOKED' | null;
  };

/** Reads registrations with what they show; put `where` and `order by` behind it. A valid certificate goes before a revoked one. */
export const SELECT_SHOWN_REGISTRATIONS = `
  select registrations.*, ${IDENTITY_COLUMNS}, persons.verification, erasures.extent as erased, erasures.erased_at,
    certificate.certificate_no, certificate.status as certificate_status
  from registrations
  join persons using (person_id)
  left join erasures using (person_id)
  left join lateral (
    select certificate_no, status from registration_certificates
    where registration_certificates.registration_id = registrations.registration_id
    order by status = 'VALID' desc, certificate_no desc limit 1
  ) certificate on true`;

export const viewOf = (row: ShownRegistrationRow, vault: PersonVault): RegistrationView => ({
  registrationId: row.registration_id,
  personId: row.person_id,
  applicationId: row.application_id,
  schoolCode: row.school_code,
  state: row.state,
  version: row.version,
  studentNo: row.student_no ?? undefined,
  name: row.name,
  sex: row.sex ?? undefined,
  birthDate: row.birth_date ?? undefined,
  idType: row.id_type,
  idNumber: vault.maskedIdNumber(row),
  erased: row.erased ?? undefined,
  erasedAt: row.erased_at?.toISOString(),
  verification: row.verification,
  year: row.year,
  season: row.season,
  studyMode: row.study_mode,
  level: row.level,
  programmeType: row.programme_type,
  sourceType: row.source_type,
  major: { catalogueVersion: row.catalogue_version, majorCode: row.major_code, name: row.major_name },
  employer: row.employer_uscc === null ? undefined : { uscc: row.employer_uscc, name: row.employer_name! },
  startOn: row.start_on,
  durationMonths: row.duration_months,
  checkedInOn: row.checked_in_on,
  submittedAt: row.submitted_at.toISOString(),
  approvedAt: row.approved_at?.toISOString(),
  rejectedAt: row.rejected_at?.toISOString(),
  rejectionReason: row.rejection_reason ?? undefined,
  graduatedOn: row.graduated_on ?? undefined,
  graduationBatchId: row.graduation_batch_id ?? undefined,
  revokedAt: row.revoked_at?.toISOString(),
  decisionNo: row.decision_no ?? undefined,
  certificateNo: row.certificate_no ?? undefined,
  certificateStatus: row.certificate_status ?? undefined,
});
