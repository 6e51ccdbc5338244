import { z } from 'zod';
import { ApplicationState, day, id, moment, schoolCode, Season } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { applications } from '../applications/applications.js';
import type { Application } from '../domain/application.js';
import { platformNumber } from '../domain/delivery.js';
import { problems } from '../problems.js';

/** An application as the platform that delivered it sees it: how it stands, and nothing of the person. */
export const PlatformApplication = z
  .object({
    platformNumber,
    applicationId: id,
    schoolCode,
    offeringId: id,
    year: z.int(),
    season: Season,
    state: ApplicationState,
    version: z.int(),
    submittedAt: moment,
    waitlistRank: z.int().optional(),
    offerEndsOn: day.optional().describe('Last day on which the seat that is offered is kept'),
    admittedAt: moment.optional(),
    checkedInOn: day.optional(),
    closedAt: moment.optional(),
    closingCode: z.string().optional().describe('Why it was rejected or has lapsed, where it has a code'),
  })
  .meta({ id: 'PlatformApplication' });
export type PlatformApplication = z.infer<typeof PlatformApplication>;

export const PlatformNumbers = z.array(platformNumber).min(1).max(1000);

export const PlatformApplications = z.object({
  items: z.array(PlatformApplication),
  unknown: z.array(z.string()).describe('Numbers under which the platform has delivered nothing'),
});

/** A refusal of one number, with the fields that are at fault where it has any. */
export const refusedNumbers = z.array(
  z.object({
    platformNumber: z.string(),
    code: z.string().describe('Stable; decide on this'),
    title: z.string().describe('Chinese, for the person at the screen'),
    detail: z.string().describe('English'),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  }),
);
type RefusedNumber = z.infer<typeof refusedNumbers>[number];

export const refusedNumber = (number: string, { code, title, detail, errors }: Problem): RefusedNumber => ({
  platformNumber: number,
  code,
  title,
  detail,
  ...(errors && { errors }),
});

export const notDelivered = (number: string) => refusedNumber(number, new Problem(problems['not-found']));

/**
 * What the platform has delivered under these numbers. Row-level security leaves no other; the subject is named for the
 * index, and for transactions that see the whole city. Of who was transferred (调剂) it is the application at the other school.
 * @param locked in the order of their ids, until the end of the transaction
 */
export async function deliveredAs(
  tx: Transaction,
  { subject }: Actor,
  numbers: readonly string[],
  { locked }: { locked: boolean },
): Promise<Map<string, Application>> {
  const found = await applications.find(
    tx,
    `delivered_by = $1 and platform_number = any($2) and transferred_to is null order by application_id ${locked ? 'for update' : ''}`,
    [subject, numbers],
  );
  return new Map(found.map((each) => [each.platformNumber!, each]));
}
