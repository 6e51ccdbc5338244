import { z } from 'zod';
import { day, moment, schoolCode } from '#contracts';
import { spanFilter } from '#reconciliation';
import { DISCREPANCY_KINDS } from '../domain/discrepancy.js';

/** What is younger than the digests by less than this is not called a discrepancy, unless somebody asks for it. */
export const GRACE_SECONDS = 120;

export const ReconciliationFilter = z.strictObject({
  ...spanFilter,
  schoolCode: schoolCode.optional(),
  graceSeconds: z.coerce
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(GRACE_SECONDS)
    .describe('What changed within this time before the digests were taken is in flight'),
});
export type ReconciliationFilter = z.infer<typeof ReconciliationFilter>;

const Count = z.object({
  live: z.int(),
  revoked: z.int(),
  asOf: moment.optional().describe('Of the digest; missing while the service has published none of this day'),
});

const DeadLetter = z.object({
  topic: z.string(),
  type: z.string(),
  subject: z.string(),
  reason: z.string(),
  since: moment,
});

export const DiscrepancyView = z
  .object({
    schoolCode: z.string(),
    day,
    registrationId: z.string().optional(),
    certificateNo: z.string().optional(),
    what: z.enum(['CERTIFICATE', 'LOOKUP_ENTRY', 'CASE']),
    kind: z.enum(DISCREPANCY_KINDS),
    service: z.string().describe('Where it stopped'),
    since: moment.describe('When the graduation, or what should not be there, became as it is'),
    deadLetter: DeadLetter.optional().describe('The parked event behind it, where there is one'),
  })
  .meta({ id: 'ReconciliationDiscrepancy' });
export type DiscrepancyView = z.infer<typeof DiscrepancyView>;

export const ReconciliationRow = z
  .object({
    schoolCode: z.string(),
    day: day.describe('On which the graduations were approved, in China'),
    graduated: Count,
    issued: Count,
    visible: Count,
    tracked: Count,
    discrepancies: z.int(),
    inFlight: z.int(),
    caughtUp: z.boolean(),
  })
  .meta({ id: 'ReconciliationRow' });
export type ReconciliationRow = z.infer<typeof ReconciliationRow>;

/** 对账: graduated = issued = visible = tracked, by school and day. */
export const Reconciliation = z
  .object({
    from: day,
    to: day,
    caughtUp: z.boolean(),
    uneven: z
      .int()
      .describe('All differences, also those beyond the first thousand of a kind, which are named'),
    services: z.array(z.object({ service: z.string(), asOf: moment, deadLettersOpen: z.int() })),
    rows: z.array(ReconciliationRow),
    discrepancies: z.array(DiscrepancyView),
    inFlight: z.array(DiscrepancyView).describe('So young that they may still be on their way'),
  })
  .meta({ id: 'Reconciliation' });
export type Reconciliation = z.infer<typeof Reconciliation>;
