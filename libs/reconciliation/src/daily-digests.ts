import { z } from 'zod';
import { day, moment } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type JobInHand, NIGHTLY, type NextStep } from '#jobs';
import { PublishDigests } from './publish-digests.js';
import { usualSpan } from './span.js';

/** Nothing at first, then how far the run is. */
const Run = z.object({
  run: z
    .object({ asOf: moment, days: z.array(day), olderDays: z.array(day).default([]), digests: z.int() })
    .optional(),
});
type Run = z.output<typeof Run>;

export const publishDigests = jobKind<Run>({ name: 'publish-digests', payload: Run, schedule: NIGHTLY });

/** Publishes the digests once a day, a step for each day on which something was graduated. */
@HandlesJob(publishDigests)
export class DailyDigests {
  constructor(private readonly digests: PublishDigests) {}

  async handle({ run }: Run, tx: Transaction, { dueOn }: JobInHand): Promise<NextStep<Run> | void> {
    const span = usualSpan(dueOn);
    if (!run) return { payload: { run: { ...(await this.digests.begin(tx, span)), digests: 0 } } };
    const [next, ...days] = run.days;
    if (!next) return this.digests.end(tx, span, run);
    const digests = run.digests + (await this.digests.publishDay(tx, next, run.asOf));
    return { payload: { run: { ...run, days, digests } }, progress: `${days.length} days left` };
  }
}
