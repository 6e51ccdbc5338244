import { auditHeadsData, auditTopic } from '../audit-heads.js';
import { digestData, digestRunData, digestTopic } from '../digest.js';
import { defineEvent } from '../event-definition.js';

/** What the lookup shows of the certificates of one school and day of issue: its answer to the published contract. */
export const EntryDigest = defineEvent({
  ...digestTopic,
  type: 'certificate-lookup.EntryDigest.v1',
  topic: 'certificate-lookup.digests.v1',
  data: digestData('certificate-lookup'),
});

export const EntryDigestsPublished = defineEvent({
  ...digestTopic,
  type: 'certificate-lookup.EntryDigestsPublished.v1',
  topic: 'certificate-lookup.digests.v1',
  data: digestRunData('certificate-lookup'),
});

/** 操作记录链头: the newest entry of each chain of the audit trail, daily. */
export const LookupAuditHeads = defineEvent({
  ...auditTopic,
  type: 'certificate-lookup.AuditHeads.v1',
  topic: 'certificate-lookup.audit-heads.v1',
  data: auditHeadsData('certificate-lookup'),
});
