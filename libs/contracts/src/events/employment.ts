import { z } from 'zod';
import { OutcomeCategory } from '../codes.js';
import { defineEvent } from '../event-definition.js';
import { day, field, happenedAt, id, personId, registrationId, schoolCode } from '../fields.js';

const outcomes = {
  topic: 'employment.outcomes.v1',
  subject: 'registrationId',
  key: 'registrationId',
} as const;
const employmentCase = { registrationId, personId, schoolCode };

export const TrackingOpened = defineEvent({
  ...outcomes,
  type: 'employment.TrackingOpened.v1',
  description: 'An employment case (就业跟踪) was opened for a graduate.',
  data: z.object({ ...employmentCase, openedAt: happenedAt('When it was opened') }),
});

export const OutcomeReported = defineEvent({
  ...outcomes,
  type: 'employment.OutcomeReported.v1',
  description: '去向: the school reported what a graduate does.',
  data: z.object({
    ...employmentCase,
    outcomeId: field(id, '去向 that was reported', '019aaf00-0000-7000-8000-000000000006'),
    category: field(OutcomeCategory, '去向类别', 'EXISTING_JOB'),
    startedOn: field(day, 'Since when the graduate does it', '2026-07-01'),
    reportedAt: happenedAt('When it was reported'),
  }),
});

export const TrackingCancelled = defineEvent({
  ...outcomes,
  type: 'employment.TrackingCancelled.v1',
  description: 'The graduation behind the case was revoked.',
  data: z.object({ ...employmentCase, cancelledAt: happenedAt('When it was cancelled') }),
});
