import { z } from 'zod';
import { LookupStatus } from '#contracts/published';
import { pageOf } from '#runtime';

/** What partners and operators see of an entry: that it has arrived, when, and by which event. No personal data. */
export const entryView = z
  .object({
    certificateNo: z.string(),
    status: LookupStatus,
    statusAt: z.iso.datetime().describe('When the certificate took this status'),
    visibleAt: z.iso.datetime().describe('When this status could first be looked up'),
    eventId: z.uuid(),
    correlationId: z.string(),
  })
  .meta({ id: 'LookupEntry' });
export type EntryView = z.infer<typeof entryView>;

export const entryPage = pageOf(entryView).meta({ id: 'LookupEntryPage' });
export type EntryPage = z.infer<typeof entryPage>;
