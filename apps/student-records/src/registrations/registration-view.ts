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
import type { Transaction } from '#database';
import { ENTRY_QUALIFICATIONS, maskIdNumber } from '#national-codes';
import { Problem } from '#runtime';
import { COUNTED_STATES } from '../classes/class-view.js';
import { ofDay, TODAY_IN_CHINA } from '../classes/classes.js';
import { joinDocument } from '../documents/keep-validities.js';
import { REGISTRATION_STATES, TAKEN_OVER_STATES } from '../domain/registration-states.js';
import type { PersonVault } from '../persons/person-vault.js';
import {
  HOLDER,
  IDENTITY_COLUMNS,
  type IdentityRow,
  type Verification,
  VERIFICATIONS,
} from '../persons/person-row.js';
import { problems } from '../problems.js';
import { FORMER_PERSONS_KEY, statedPersonOf, type StatedRow } from './former-persons.js';
import { registrations } from './registrations.js';

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
    idValidFrom: day.optional().meta({ description: '证件有效期起, where it is stated' }),
    idValidTo: day.optional().meta({ description: '证件有效期止; 长期 where left out beside `idValidFrom`' }),
    formerNames: z
      .array(z.string())
      .optional()
      .meta({ description: '曾用名, the oldest first: what a search by name finds as well' }),
    erased: ErasureExtent.optional().meta({
      description:
        'WHOLE: name, ID number, sex, birth date and contact of the person were destroyed; CONTACT: phone, guardian, ethnicity and household region were, and who they were said to be before a correction',
    }),
    erasedAt: moment.optional(),
    verification: z.enum(VERIFICATIONS).meta({
      description:
        'POLICE_MATCHED: the police say that the name goes with the document; MISMATCH: they say that it does not, or the ID number came with another name, sex or birth date; to be settled first',
    }),
    year: z.int(),
    season: Season,
    studyMode: StudyMode,
    level: Level,
    programmeType: ProgrammeType,
    sourceType: SourceType,
    major: z.object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string() }),
    employer: z.object({ uscc: z.string(), name: z.string() }).optional(),
    contractNo: z.string().optional().meta({ description: '劳动（培养）合同编号' }),
    cooperationAgreementNo: z.string().optional().meta({ description: '校企合作协议编号' }),
    entryQualification: z.enum(ENTRY_QUALIFICATIONS).optional().meta({ description: '入学学历' }),
    employerSince: day.optional().meta({ description: '用人单位变更日期' }),
    employerLeftOn: day.optional().meta({ description: '离开用人单位日期' }),
    startOn: day,
    durationMonths: z.int(),
    minMonths: z.int().optional().meta({ description: '最短学习年限, in months' }),
    maxMonths: z.int().optional().meta({ description: '最长学习年限, in months' }),
    flexible: z.boolean().optional().meta({ description: '弹性学制' }),
    creditBased: z.boolean().optional().meta({ description: '学分制' }),
    creditsRequired: z.number().optional().meta({ description: '毕业所需学分' }),
    creditsEarned: z.number().optional().meta({ description: '已修学分' }),
    alternation: z.boolean().optional().meta({ description: '工学交替' }),
    checkedInOn: day,
    submittedAt: moment,
    previousRegistrationId: id
      .optional()
      .meta({ description: 'Record of the stage of study before this one' }),
    transferredInOn: day.optional().meta({ description: '转入日期' }),
    transferredFromSchool: schoolCode.optional().meta({ description: '转出院校' }),
    transferredFromOutside: z
      .object({ province: z.string(), name: z.string() })
      .optional()
      .meta({ description: '市外转出院校' }),
    monthsCarried: z.int().optional().meta({ description: '转入前已修月数' }),
    takenOverImportId: id
      .optional()
      .meta({ description: '接管存量: the file by which the record of before the system came' }),
    takenOverAs: z.enum(TAKEN_OVER_STATES).optional().meta({ description: 'In which state it stood there' }),
    approvedAt: moment.optional(),
    rejectedAt: moment.optional(),
    rejectionReason: z.string().optional(),
    endedOn: day.optional().meta({
      description: '离校日期: of who was withdrawn, expelled, transferred out, cancelled or has died',
    }),
    endReasonCode: z.string().optional().meta({ description: '离校原因', example: 'OWN_REQUEST' }),
    endedByChangeId: id.optional().meta({ description: 'The status change by which it ended' }),
    deceasedOn: day.optional().meta({ description: '死亡日期, of who had left or graduated by then' }),
    completedOn: day.optional().meta({ description: '结业日期' }),
    photoSha256: z.string().optional().meta({ description: '证件照; none where it is left out' }),
    graduatedOn: day.optional(),
    graduationBatchId: id.optional(),
    leavesTaken: z.int().optional().meta({ description: '已休学次数' }),
    daysAway: z.int().optional().meta({ description: 'Days on leave or retained that are over' }),
    repeats: z.int().optional().meta({ description: '留级次数' }),
    extensionMonths: z
      .int()
      .optional()
      .meta({ description: '延长学制: months beyond `durationMonths`, in all' }),
    stateSince: day.optional().meta({ description: 'Since when the last status change (异动) holds' }),
    returnExpectedOn: day.optional().meta({ description: '应复学日期' }),
    returnOverdueNotedOn: day.optional().meta({ description: '逾期未复学: noted on this day' }),
    revokedAt: moment.optional(),
    decisionNo: z.string().optional(),
    classId: id.optional().meta({ description: '班级 in which the student is today; none of who has left' }),
    classCode: z.string().optional(),
    className: z.string().optional(),
    certificateNo: z.string().optional(),
    certificateStatus: z.enum(['VALID', 'REVOKED']).optional(),
  })
  .meta({ id: 'Registration' });
export type RegistrationView = z.infer<typeof RegistrationView>;

export type ShownRegistrationRow = IdentityRow &
  StatedRow &
  Record<string, unknown> & {
    verification: Verification;
    identity_mismatch: boolean;
    /** the person whom it is of */
    holder: string;
    erased: ErasureExtent | null;
    erased_at: Date | null;
    id_valid_from: string | null;
    id_valid_to: string | null;
    former_names: string[];
    class_id: string | null;
    class_code: string | null;
    class_name: string | null;
    credits_earned: number | null;
    certificate_no: string | null;
    certificate_status: 'VALID' | 'REVOKED' | null;
  };

const STUDENT_NO_ORDER = `case when registrations.student_no is null then '' else registrations.student_no end`;
const NAME_ORDER = `case when persons.name_pinyin is null then '' else persons.name_pinyin end`;

/** Registrations with all that they are filtered and sorted by; put `where` behind it. What they show is read by {@link showing}. */
export const SELECT_REGISTRATIONS = `
  select registrations.*, persons.person_id as holder, persons.name, persons.name_pinyin, persons.name_initials, persons.sex,
    persons.hukou_region, schools.authority_code, ${STUDENT_NO_ORDER} as student_no_order, ${NAME_ORDER} as name_order
  from registrations
  join persons on persons.person_id = ${HOLDER}
  left join schools using (school_code)`;

/**
 * Reads what the registrations of `listed` show, by their ids. A valid certificate goes before a revoked one.
 * @param more further columns
 */
export const showing = (more = ''): string => `
  select listed.*, ${registrations.selected}, ${IDENTITY_COLUMNS}, persons.verification, persons.person_id as holder,
    ${FORMER_PERSONS_KEY}, document.valid_from as id_valid_from, document.valid_to as id_valid_to,
    array(select former.name from person_names former where former.person_id = persons.person_id order by former.valid_to) as former_names,
    class_id, class_code, class_name, erasures.extent as erased, erasures.erased_at,
    certificate.certificate_no, certificate.status as certificate_status,
    (select sum(credits) from credit_entries where credit_entries.registration_id = listed.registration_id) as credits_earned${more}
  from listed
  join registrations on registrations.registration_id = listed.registration_id
  join persons on persons.person_id = ${HOLDER}
  left ${joinDocument('persons.person_id', 'persons.id_number_index')}
  left join erasures on erasures.person_id = persons.person_id
  left join lateral (
    select class_id, classes.code as class_code, classes.name as class_name
    from class_memberships membership join classes using (class_id)
    where membership.registration_id = listed.registration_id and ${ofDay('membership', TODAY_IN_CHINA)}
      and registrations.state in (${COUNTED_STATES.map((each) => `'${each}'`).join(', ')})
  ) class on true
  left join lateral (
    select certificate_no, status from registration_certificates
    where registration_certificates.registration_id = listed.registration_id
    order by status = 'VALID' desc, certificate_no desc limit 1
  ) certificate on true`;

/** Reads those that a condition on registrations and persons leaves with what they show; put `order by listed.registration_id` behind it. */
export const shownRegistrations = (where: string): string =>
  `with listed as (select registration_id from (${SELECT_REGISTRATIONS} where ${where}) found) ${showing()}`;

export const viewOf = (row: ShownRegistrationRow, vault: PersonVault): RegistrationView =>
  RegistrationView.parse({
    ...registrations.stateOf(row),
    personId: row.holder,
    ...(row.identity_mismatch && row.erased !== 'WHOLE' ? statedBy(row, vault) : onRecord(row, vault)),
    erased: row.erased ?? undefined,
    erasedAt: row.erased_at?.toISOString(),
    verification: row.verification,
    classId: row.class_id ?? undefined,
    classCode: row.class_code ?? undefined,
    className: row.class_name ?? undefined,
    creditsEarned: row.credits_earned ?? undefined,
    certificateNo: row.certificate_no ?? undefined,
    certificateStatus: row.certificate_status ?? undefined,
  });

const onRecord = (row: ShownRegistrationRow, vault: PersonVault) => ({
  name: row.name,
  sex: row.sex ?? undefined,
  birthDate: row.birth_date ?? undefined,
  idType: row.id_type,
  idNumber: vault.maskedIdNumber({ ...row, person_id: row.holder }),
  idValidFrom: row.id_valid_from ?? undefined,
  idValidTo: row.id_valid_to ?? undefined,
  ...(row.former_names.length > 0 && { formerNames: row.former_names }),
});

/** Of a registration in dispute what its check-in stated: the name on record is that of somebody else. */
function statedBy(row: ShownRegistrationRow, vault: PersonVault) {
  const stated = statedPersonOf(row, vault.sealer);
  if (!stated) return { name: '（身份待核实）', idType: row.id_type };
  const { name, sex, birthDate, idType, idNumber } = stated;
  return { name, sex, birthDate, idType, idNumber: maskIdNumber(idNumber) };
}

/** @throws Problem 404, also for a registration of another school: a school cannot tell the two apart */
export async function showRegistration(
  tx: Transaction,
  vault: PersonVault,
  registrationId: string,
): Promise<RegistrationView> {
  const [row] = await tx.query<ShownRegistrationRow>(shownRegistrations('registration_id = $1'), [
    registrationId,
  ]);
  if (!row) throw new Problem(problems['not-found']);
  return viewOf(row, vault);
}
