import { auditHeadsData, auditTopic } from '../audit-heads.js';
import { z } from 'zod';
import { OutcomeCategory } from '../codes.js';
import { digestData, digestRunData, digestTopic } from '../digest.js';
import { defineEvent } from '../event-definition.js';
import { day, id, moment, schoolCode } from '../fields.js';

const outcomes = {
  topic: 'employment.outcomes.v1',
  subject: 'registrationId',
  key: 'registrationId',
} as const;
const employmentCase = { registrationId: id, personId: id, schoolCode };

/** An employment case (就业跟踪) was opened for a graduate. */
export const TrackingOpened = defineEvent({
  ...outcomes,
  type: 'employment.TrackingOpened.v1',
  data: z.object({ ...employmentCase, openedAt: moment }),
});

export const OutcomeReported = defineEvent({
  ...outcomes,
  type: 'employment.OutcomeReported.v1',
  data: z.object({
    ...employmentCase,
    outcomeId: id,
    category: OutcomeCategory,
    startedOn: day,
    reportedAt: moment,
  }),
});

/** The graduation behind the case was revoked. */
export const TrackingCancelled = defineEvent({
  ...outcomes,
  type: 'employment.TrackingCancelled.v1',
  data: z.object({ ...employmentCase, cancelledAt: moment }),
});

/** The employment cases of the graduations of one school and day. */
export const CaseDigest = defineEvent({
  ...digestTopic,
  type: 'employment.CaseDigest.v1',
  topic: 'employment.digests.v1',
  data: digestData('employment'),
});

export const CaseDigestsPublished = defineEvent({
  ...digestTopic,
  type: 'employment.CaseDigestsPublished.v1',
  topic: 'employment.digests.v1',
  data: digestRunData('employment'),
});

/** 操作记录链头: the newest entry of each chain of the audit trail, daily. */
export const EmploymentAuditHeads = defineEvent({
  ...auditTopic,
  type: 'employment.AuditHeads.v1',
  topic: 'employment.audit-heads.v1',
  data: auditHeadsData('employment'),
});
