import { auditHeadsData, auditTopic } from '../audit-heads.js';
import { z } from 'zod';
import { CertificateKind, Level, LookupStatus, SchoolType, StudyMode, TreatedAs } from '../codes.js';
import { digestData, digestRunData, digestTopic } from '../digest.js';
import { defineEvent } from '../event-definition.js';
import { day, id, identity, moment, schoolCode } from '../fields.js';

const certificates = {
  topic: 'certificates.certificates.v1',
  subject: 'certificateNo',
  key: 'registrationId',
} as const;
const certificate = {
  certificateNo: z.string(),
  registrationId: id,
  personId: id,
  schoolCode,
  kind: CertificateKind,
};

export const CertificateIssued = defineEvent({
  ...certificates,
  type: 'certificates.CertificateIssued.v1',
  data: z.object({ ...certificate, issueDate: day, issuedAt: moment }),
});

export const CertificateRevoked = defineEvent({
  ...certificates,
  type: 'certificates.CertificateRevoked.v1',
  data: z.object({ ...certificate, decisionNo: z.string(), revokedAt: moment }),
});

/**
 * What the lookup system needs of one certificate (毕业证书查询), whole. Published to outsiders. A revoked
 * certificate stays, with status REVOKED: there is never a tombstone for it.
 */
export const CertificateLookupState = defineEvent({
  type: 'certificates.CertificateLookupState.v1',
  topic: 'certificates.lookup.v1',
  subject: 'certificateNo',
  key: 'certificateNo',
  sealed: 'identity',
  data: z.object({
    certificateNo: z.string(),
    kind: CertificateKind,
    identity,
    school: z.object({ code: schoolCode, uscc: z.string(), name: z.string(), schoolType: SchoolType }),
    majorName: z.string(),
    /** 班别 */
    classType: Level,
    studyMode: StudyMode,
    from: day,
    to: day,
    issueDate: day,
    authorityCode: z.string(),
    templateVersion: z.string(),
    treatment: z.object({ as: TreatedAs, ruleVersion: z.string() }),
    status: LookupStatus,
    statusAt: moment,
    replacedBy: z.string().optional(),
  }),
});

/** The certificates of one school and day of issue. Published to outsiders, who can hold theirs against it. */
export const CertificateDigest = defineEvent({
  ...digestTopic,
  type: 'certificates.CertificateDigest.v1',
  topic: 'certificates.digests.v1',
  data: digestData('certificates'),
});

export const CertificateDigestsPublished = defineEvent({
  ...digestTopic,
  type: 'certificates.CertificateDigestsPublished.v1',
  topic: 'certificates.digests.v1',
  data: digestRunData('certificates'),
});

/** 操作记录链头: the newest entry of each chain of the audit trail, daily. */
export const CertificatesAuditHeads = defineEvent({
  ...auditTopic,
  type: 'certificates.AuditHeads.v1',
  topic: 'certificates.audit-heads.v1',
  data: auditHeadsData('certificates'),
});
