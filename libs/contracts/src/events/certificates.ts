import { z } from 'zod';
import { CertificateKind, Level, LookupStatus, SchoolType, StudyMode, TreatedAs } from '../codes.js';
import { defineEvent } from '../event-definition.js';
import {
  authorityCode,
  certificateNo,
  day,
  decisionNo,
  field,
  happenedAt,
  identity,
  majorName,
  personId,
  registrationId,
  schoolCode,
  schoolName,
  startOn,
  uscc,
} from '../fields.js';

const certificates = {
  topic: 'certificates.certificates.v1',
  subject: 'certificateNo',
  key: 'registrationId',
} as const;
const issueDate = field(day, '发证日期', '2026-06-30');
const certificate = { certificateNo, registrationId, personId, schoolCode, kind: CertificateKind };

export const CertificateIssued = defineEvent({
  ...certificates,
  type: 'certificates.CertificateIssued.v1',
  description: '发证: a certificate has its number and is valid.',
  data: z.object({ ...certificate, issueDate, issuedAt: happenedAt('When it was issued') }),
});

export const CertificateRevoked = defineEvent({
  ...certificates,
  type: 'certificates.CertificateRevoked.v1',
  description: '撤销证书: the graduation behind it was revoked. The number is never used again.',
  data: z.object({ ...certificate, decisionNo, revokedAt: happenedAt('When it was revoked') }),
});

export const CertificateLookupState = defineEvent({
  type: 'certificates.CertificateLookupState.v1',
  description:
    'What the lookup system needs of one certificate (毕业证书查询), whole. Published to outsiders. A revoked ' +
    'certificate stays, with status REVOKED: there is never a tombstone for it.',
  topic: 'certificates.lookup.v1',
  subject: 'certificateNo',
  key: 'certificateNo',
  sealed: 'identity',
  data: z.object({
    certificateNo,
    kind: CertificateKind,
    identity,
    school: z
      .object({ code: schoolCode, uscc, name: schoolName, schoolType: SchoolType })
      .describe('院校, as it was at graduation'),
    majorName,
    classType: field(Level, '班别', 'SENIOR'),
    studyMode: field(StudyMode, '学习形式', 'PART_TIME'),
    from: startOn,
    to: field(day, 'Last day of study', '2026-06-30'),
    issueDate,
    authorityCode,
    templateVersion: field(z.string(), '证书版本', '2022'),
    treatment: z
      .object({
        as: TreatedAs,
        ruleVersion: field(z.string(), 'The rule that the treatment follows', 'T11-2021'),
      })
      .describe('同等待遇'),
    takenOver: field(
      z.boolean(),
      'Given on paper before the system, and taken over from the register of the school; no digest counts it',
      true,
    ).optional(),
    status: LookupStatus,
    statusAt: happenedAt('Since when it has this status'),
    replacedBy: field(certificateNo, 'The certificate that supersedes it', '2026500000S001200002').optional(),
  }),
});
