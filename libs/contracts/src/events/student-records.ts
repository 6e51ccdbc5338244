import { z } from 'zod';
import {
  ErasureExtent,
  Level,
  ProgrammeType,
  RegistrationState,
  SchoolType,
  StatusChangeType,
  StudyMode,
} from '../codes.js';
import { defineEvent } from '../event-definition.js';
import {
  applicationId,
  authorityCode,
  certificateNo,
  day,
  decisionNo,
  durationMonths,
  employer,
  field,
  happenedAt,
  id,
  identity,
  major,
  majorName,
  personId,
  registrationId,
  schoolCode,
  schoolName,
  startOn,
  studentNo,
  uscc,
} from '../fields.js';

const ofOnePerson = { subject: 'registrationId', key: 'personId' } as const;
const registrations = { topic: 'student-records.registrations.v1', ...ofOnePerson } as const;
const graduations = { topic: 'student-records.graduations.v1', ...ofOnePerson } as const;
const registration = { registrationId, personId, applicationId, schoolCode };

export const RegistrationApproved = defineEvent({
  ...registrations,
  type: 'student-records.RegistrationApproved.v1',
  description: '注册: a submitted registration became an active student record.',
  data: z.object({ ...registration, studentNo, approvedAt: happenedAt('When it was approved') }),
});

export const RegistrationRejected = defineEvent({
  ...registrations,
  type: 'student-records.RegistrationRejected.v1',
  description: '注册未通过: a submitted registration was rejected, and the applicant goes back to enrolment.',
  data: z.object({
    ...registration,
    reason: field(z.string(), 'Why, in the words of the officer', '材料不全'),
    rejectedAt: happenedAt('When it was rejected'),
  }),
});

export const RegistrationStatusChanged = defineEvent({
  ...registrations,
  type: 'student-records.RegistrationStatusChanged.v1',
  description:
    '学籍异动 that was applied, of every kind; where it ends the study, the person is free. Neither an approval or a rejection nor a graduation or its ' +
    'revocation, which are events of their own.',
  data: z.object({
    ...registration,
    from: field(RegistrationState, '学籍状态 before', 'ACTIVE'),
    to: field(RegistrationState, '学籍状态 after', 'ON_LEAVE'),
    changeType: StatusChangeType,
    reasonCode: field(
      z.string().min(1),
      '异动原因, of the city’s own list; left out where it would tell of somebody’s health',
      'FAMILY',
    ).optional(),
    effectiveOn: field(day, 'From when it holds by law; may be before `recordedAt`', '2026-03-01'),
    recordedAt: happenedAt('When it was applied to the record'),
    changeId: field(id, '学籍异动 of student records', '019aaf00-0000-7000-8000-00000000000a').optional(),
    level: field(Level, '培养层次 from then on', 'SENIOR').optional(),
    major: major.describe('专业 from then on').optional(),
  }),
});

export const StudentTransferred = defineEvent({
  ...registrations,
  type: 'student-records.StudentTransferred.v1',
  description:
    '转学 within the city that took effect: the record of the person at the school that they have gone to. That of the school ' +
    'before has ended with it, and no event of its own says so: the person was never free. Whoever follows the application ' +
    'follows this record from now on.',
  data: z.object({
    ...registration,
    studentNo,
    previousRegistrationId: field(id, '学籍 at the school before', '019aaf00-0000-7000-8000-000000000007'),
    fromSchoolCode: field(z.string().min(1).max(20), '转出院校', 'S002'),
    level: field(Level, '培养层次', 'SENIOR'),
    studyMode: field(StudyMode, '学习形式', 'FULL_TIME'),
    major,
    monthsCarried: field(z.int().min(0), 'Months that were studied before', 12),
    transferredOn: field(day, 'First day at this school', '2024-09-01'),
    recordedAt: happenedAt('When it was applied to the record'),
  }),
});

/** What is certified of a student who has ended their studies. */
const ofStudies = {
  ...registration,
  identity,
  studentNo,
  school: z
    .object({ code: schoolCode, uscc, name: schoolName, schoolType: SchoolType, authorityCode })
    .describe('院校, as it was on that day'),
  major,
  level: field(Level, '培养层次', 'SENIOR'),
  studyMode: field(StudyMode, '学习形式', 'PART_TIME'),
  programmeType: field(ProgrammeType, '培养类型', 'NEW_APPRENTICESHIP'),
  employer: employer.optional(),
  startOn,
  durationMonths,
};
const printedBeside = {
  photoSha256: field(
    z.string().regex(/^[0-9a-f]{64}$/),
    '证件照 as it was on that day: SHA-256 of its JPEG, which student records keeps; left out where there was none',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ).optional(),
  certificateNo: field(
    certificateNo,
    'Only when the graduation is replayed: the certificate that was issued for it. Whoever issues certificates ' +
      'issues no other',
    '2026500000S001200001',
  ).optional(),
};
const certified = {
  graduationBatchId: field(id, '毕业批次', '019aaf00-0000-7000-8000-000000000006'),
  approvedAt: happenedAt('When the graduation was approved'),
  ...printedBeside,
};

export const StudentGraduated = defineEvent({
  ...graduations,
  type: 'student-records.StudentGraduated.v1',
  description:
    '毕业: everything that a certificate and an employment case need, as it was on the day of the graduation.',
  sealed: 'identity',
  data: z.object({
    ...ofStudies,
    graduatedOn: field(day, '毕业日期', '2026-06-30'),
    ...certified,
  }),
});

export const StudentCompleted = defineEvent({
  ...graduations,
  type: 'student-records.StudentCompleted.v1',
  description:
    '结业: the full term was studied, and not all was passed. Everything that a certificate of completion needs, as it was on that day. ' +
    'A graduation may follow.',
  sealed: 'identity',
  data: z.object({ ...ofStudies, completedOn: field(day, '结业日期', '2026-06-30'), ...certified }),
});

export const StudentLeftEarly = defineEvent({
  ...graduations,
  type: 'student-records.StudentLeftEarly.v1',
  description:
    '肄业: withdrawn after so many months of study that a certificate of study is due. Everything that it needs, as it was on that day. ' +
    '`RegistrationStatusChanged` tells of the withdrawal itself.',
  sealed: 'identity',
  data: z.object({
    ...ofStudies,
    leftOn: field(day, 'From which day on the student has left', '2026-03-01'),
    changeId: field(id, '学籍异动 of student records', '019aaf00-0000-7000-8000-00000000000a'),
    approvedAt: happenedAt('When the withdrawal was applied'),
    ...printedBeside,
  }),
});

export const EarlyLeavingRevoked = defineEvent({
  ...graduations,
  type: 'student-records.EarlyLeavingRevoked.v1',
  description: '撤销肄业: the withdrawal behind it was reversed.',
  data: z.object({ ...registration, decisionNo, revokedAt: happenedAt('When it was reversed') }),
});

export const GraduationRevoked = defineEvent({
  ...graduations,
  type: 'student-records.GraduationRevoked.v1',
  description: '撤销毕业, or 撤销结业 of who had not graduated, by decision of the city.',
  data: z.object({ ...registration, decisionNo, revokedAt: happenedAt('When it was revoked') }),
});

const endedStudy = {
  ...registration,
  studentNo,
  state: field(RegistrationState, '学籍状态, which the death leaves as it is', 'GRADUATED'),
  endedOn: field(day, 'The day on which the study ended', '2026-06-30'),
};

export const DeathRecorded = defineEvent({
  ...graduations,
  type: 'student-records.DeathRecorded.v1',
  description:
    '离校后死亡: somebody whose studies had ended has died. Of each record of the person one; the record stays in its state, and so ' +
    'does what was certified. Who dies as a student ends by `RegistrationStatusChanged` to DECEASED.',
  data: z.object({
    ...endedStudy,
    diedOn: field(day, '死亡日期', '2028-03-01'),
    recordedAt: happenedAt('When it was confirmed'),
  }),
});

export const DeathReversed = defineEvent({
  ...graduations,
  type: 'student-records.DeathReversed.v1',
  description: '撤销死亡登记: a death that `DeathRecorded` told of was recorded in error.',
  data: z.object({ ...endedStudy, reversedAt: happenedAt('When it was reversed') }),
});

const byPapers = identity
  .extend({
    issuingState: field(
      z.string(),
      '签发国家/地区 of a passport, three letters (ISO 3166-1, ICAO 9303)',
      'KOR',
    ).optional(),
  })
  .describe('Who the person is by the papers');

export const IdentityCorrected = defineEvent({
  ...graduations,
  type: 'student-records.IdentityCorrected.v1',
  description:
    '身份信息更正: who a registration is of, since a correction, or since persons were merged or split. Of each registration of ' +
    'the person one, with its own key and version, so that it stands in one order with the graduation.',
  sealed: 'identities',
  data: z.object({
    ...registration,
    identities: z
      .object({
        old: byPapers.optional().describe('As it was told before; left out where that was never on record'),
        new: byPapers,
      })
      .describe('Before and since'),
    reasonCode: field(
      z.string().min(1),
      '变更原因, open: LEGAL_CHANGE 依法变更, OFFICE_ERROR 录入有误, SAME_PERSON 合并, TWO_PERSONS 拆分, MADE_WRONGLY 撤销, ' +
        'BEFORE_APPROVAL 注册前更正',
      'LEGAL_CHANGE',
    ),
    evidenceNo: field(z.string(), '证明材料编号', '户籍变更证明〔2026〕12号').optional(),
    effectiveOn: field(day, 'From when it holds by the papers', '2026-09-01'),
    correctedAt: happenedAt('When it was approved'),
  }),
});

const holder = field(
  id,
  'The person whom the registration is of from now on; `personId` stays its key',
  '019aaf00-0000-7000-8000-000000000009',
);

export const PersonMerged = defineEvent({
  ...registrations,
  type: 'student-records.PersonMerged.v1',
  description:
    '人员合并: two persons turned out to be one, or were split by mistake. Of each registration of the one who is an alias now.',
  data: z.object({ ...registration, holderId: holder, mergedAt: happenedAt('When it was approved') }),
});

export const PersonSplit = defineEvent({
  ...registrations,
  type: 'student-records.PersonSplit.v1',
  description:
    '人员拆分: registrations of one person turned out to be of two, or two were merged by mistake. Of each registration that goes to ' +
    'another person.',
  data: z.object({ ...registration, holderId: holder, splitAt: happenedAt('When it was approved') }),
});

export const ErasureState = defineEvent({
  type: 'student-records.ErasureState.v1',
  description:
    'Personal data of a person was erased (个人信息删除), and whoever keeps a copy erases it too. A state, so that ' +
    'readers that are new or were restored from a backup get it as well. It names nobody.',
  topic: 'student-records.erasures.v1',
  subject: 'personId',
  key: 'personId',
  data: z.object({
    personId,
    extent: field(ErasureExtent, ErasureExtent.meta()!.description!, 'CONTACT'),
    applicationIds: z
      .array(applicationId)
      .describe('Those that the person had been registered for by then; a later one is not meant'),
    registrationIds: z
      .array(registrationId)
      .describe('学籍 that were of the person by then; left out by who knew of no merge and no split')
      .optional(),
    erasedAt: happenedAt('When it was erased'),
  }),
});

export const RegistrationTakenOver = defineEvent({
  ...graduations,
  type: 'student-records.RegistrationTakenOver.v1',
  description:
    '接管存量: a record of before the system was taken over, and the person studies here already. No application stands behind it: ' +
    '`applicationId` is its own, and later events of the record name it. Whoever admits holds the person as registered, and admits nobody by it.',
  sealed: 'identity',
  data: z.object({
    ...registration,
    identity: byPapers,
    studentNo,
    startOn,
    takenOverAt: happenedAt('When it was taken over'),
  }),
});

const ofOneGraduate = { topic: graduations.topic, subject: 'formerGraduateId', key: 'personId' } as const;
const formerGraduate = {
  formerGraduateId: field(id, '历届毕业生 of student records', '019aaf00-0000-7000-8000-00000000000b'),
  personId,
  schoolCode,
  certificateNo: certificateNo.describe('证书编号 of the paper, as it was given then'),
};

export const FormerGraduateTakenOver = defineEvent({
  ...ofOneGraduate,
  type: 'student-records.FormerGraduateTakenOver.v1',
  description:
    '接管历届毕业生: who graduated before the system, with the certificate that they were given on paper. It is no graduation of today: ' +
    'nobody issues a certificate for it, follows the employment, or counts it among the graduates of a year.',
  sealed: 'identity',
  data: z.object({
    ...formerGraduate,
    identity,
    school: z
      .object({ code: schoolCode, uscc, name: schoolName, schoolType: SchoolType, authorityCode })
      .describe('院校: its name is that of the graduation, the rest that of the takeover'),
    studentNo: studentNo.optional(),
    majorName,
    level: field(Level, '培养层次', 'SENIOR'),
    studyMode: field(StudyMode, '学习形式', 'FULL_TIME'),
    startOn,
    graduatedOn: field(day, '毕业日期', '2019-06-30'),
    issueDate: field(day, '发证日期', '2019-06-30'),
    takenOverAt: happenedAt('When it was taken over'),
  }),
});

export const FormerGraduateRevoked = defineEvent({
  ...ofOneGraduate,
  type: 'student-records.FormerGraduateRevoked.v1',
  description:
    '撤销历届毕业生: by a decision of the city; the certificate that was taken over is valid no more.',
  data: z.object({ ...formerGraduate, decisionNo, revokedAt: happenedAt('When it was decided') }),
});
