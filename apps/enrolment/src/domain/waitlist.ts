import {
  accept,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import { addDays } from '#national-codes';
import type { Application, Offered } from './application.js';
import { UNSEATED } from './application-moves.js';
import { type InSeason, outsideWindow, windowRefusals } from './calendar.js';
import { freeSeats, openLine, openLineRefusals, type PlanLine } from './plan-line.js';
import { wrongState } from './refusals.js';

/** 候补: who waits for a seat of a full plan line gets, by rank, what others give back. */

export const waitlistRefusals = {
  ...wrongState,
  ...windowRefusals,
  ...openLineRefusals,
  'seats-left': {
    status: 409,
    title: '该招生计划尚有空余名额，可直接录取，无须候补',
    detail: 'The plan line has free seats and nobody waits for them.',
    remedy: 'Admit the applicant.',
  },
} as const satisfies Record<string, RefusalWords>;

/** What of the plan line decides on a place on its waitlist. */
export interface Waitlist {
  readonly line: Pick<PlanLine, 'planLineId' | 'status' | 'planned' | 'reserved' | 'used'> | undefined;
  /** of who waits last; 0 where nobody waits */
  readonly lastRank: number;
}

/** 列入候补: behind all who wait already. */
export function putOnWaitlist(
  application: Application,
  { line, lastRank }: Waitlist,
  { subject, today, windows }: InSeason,
): Decision<Application, CodeOf<typeof waitlistRefusals>> {
  if (application.state !== 'SUBMITTED' && application.state !== 'UNDER_REVIEW') return refuse('wrong-state');
  const untimely = outsideWindow(windows, 'ADMISSION', today);
  if (untimely) return untimely;
  const open = openLine(line);
  if (!open.ok) return open;
  if (freeSeats(open.value) > 0 && lastRank === 0) return refuse('seats-left');
  return accept({
    ...application,
    state: 'WAITLISTED',
    waitlistLineId: open.value.planLineId,
    waitlistRank: lastRank + 1,
    contributors: withContributor(application.contributors, subject),
  });
}

/** Days, with the day of the offer, in which a seat is kept for who is offered it. [D] */
export const OFFER_DAYS = 3;

/** 递补: the seat is theirs if they want it, for some days, and not longer than the season admits. */
export function offerSeat(
  application: Application,
  { at, today, windows }: InSeason,
): Decision<Offered, keyof typeof wrongState | 'outside-window'> {
  if (application.state !== 'WAITLISTED') return refuse('wrong-state');
  const untimely = outsideWindow(windows, 'ADMISSION', today);
  if (untimely) return untimely;
  const { waitlistLineId: planLineId } = application;
  const last = addDays(today, OFFER_DAYS - 1);
  const offerEndsOn = windows && windows.admissionCloseOn < last ? windows.admissionCloseOn : last;
  return accept({ ...application, ...UNSEATED, state: 'OFFERED', planLineId, offeredAt: at, offerEndsOn });
}
