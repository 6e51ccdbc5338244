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
import { ENTRY_QUALIFICATIONS } from '#national-codes';
import { REGISTRATION_STATES, TAKEN_OVER_STATES } from '../domain/registration-states.js';
import { VERIFICATIONS } from '../persons/person-row.js';

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
