import { auditHeadsData, auditTopic } from '../audit-heads.js';
import { z } from 'zod';
import { ErasureExtent, Level, ProgrammeType, RegistrationState, SchoolType, StudyMode } from '../codes.js';
import { defineEvent } from '../event-definition.js';
import { day, employer, id, identity, moment, schoolCode } from '../fields.js';

const ofOnePerson = { subject: 'registrationId', key: 'personId' } as const;
const registrations = { topic: 'student-records.registrations.v1', ...ofOnePerson } as const;
const graduations = { topic: 'student-records.graduations.v1', ...ofOnePerson } as const;
const registration = { registrationId: id, personId: id, applicationId: id, schoolCode };

/** 注册: a submitted registration became an active student record. */
export const RegistrationApproved = defineEvent({
  ...registrations,
  type: 'student-records.RegistrationApproved.v1',
  data: z.object({ ...registration, studentNo: z.string(), approvedAt: moment }),
});

export const RegistrationRejected = defineEvent({
  ...registrations,
  type: 'student-records.RegistrationRejected.v1',
  data: z.object({ ...registration, reason: z.string(), rejectedAt: moment }),
});

/**
 * 学籍异动 that was applied: 休学, 复学 and those to come. Neither an approval or a rejection nor a graduation or its
 * revocation, which are events of their own.
 */
export const RegistrationStatusChanged = defineEvent({
  ...registrations,
  type: 'student-records.RegistrationStatusChanged.v1',
  data: z.object({
    ...registration,
    from: RegistrationState,
    to: RegistrationState,
    /** 异动类别: `LEAVE` 休学, `RETURN` 复学. A city may have more. */
    changeType: z.string().min(1),
    /** 异动原因, of the city's own list. It is left out where it would tell of somebody's health. */
    reasonCode: z.string().min(1).optional(),
    /** From when it holds by law; may lie before `recordedAt`. */
    effectiveOn: day,
    recordedAt: moment,
  }),
});

/** 毕业: everything that a certificate and an employment case need, as it was on that day. */
export const StudentGraduated = defineEvent({
  ...graduations,
  type: 'student-records.StudentGraduated.v1',
  sealed: 'identity',
  data: z.object({
    ...registration,
    identity,
    studentNo: z.string(),
    school: z.object({
      code: schoolCode,
      uscc: z.string(),
      name: z.string(),
      schoolType: SchoolType,
      authorityCode: z.string(),
    }),
    major: z.object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string() }),
    level: Level,
    studyMode: StudyMode,
    programmeType: ProgrammeType,
    employer: employer.optional(),
    startOn: day,
    durationMonths: z.int().positive(),
    graduatedOn: day,
    graduationBatchId: id,
    approvedAt: moment,
    /**
     * Only when the graduation is told again: the certificate that was issued for it. Whoever issues certificates
     * issues no other.
     */
    certificateNo: z.string().optional(),
  }),
});

/** 撤销毕业 by decision of the city. */
export const GraduationRevoked = defineEvent({
  ...graduations,
  type: 'student-records.GraduationRevoked.v1',
  data: z.object({ ...registration, decisionNo: z.string(), revokedAt: moment }),
});

/**
 * Personal data of a person was erased (个人信息删除), and whoever keeps a copy erases it too. A state, and so told to
 * readers that are new or were restored from a backup as well. It names nobody.
 */
export const ErasureState = defineEvent({
  type: 'student-records.ErasureState.v1',
  topic: 'student-records.erasures.v1',
  subject: 'personId',
  key: 'personId',
  data: z.object({
    personId: id,
    extent: ErasureExtent,
    /** Those that the person had been registered for by then; a later one is not meant. */
    applicationIds: z.array(id),
    erasedAt: moment,
  }),
});

/** 操作记录链头: the newest entry of each chain of the audit trail, daily. */
export const RecordsAuditHeads = defineEvent({
  ...auditTopic,
  type: 'student-records.AuditHeads.v1',
  topic: 'student-records.audit-heads.v1',
  data: auditHeadsData('student-records'),
});
