import { batchTransition, step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, NOTHING } from '#jobs';
import { inSeason } from '../calendar/calendars.js';
import type { Application, Offered } from '../domain/application.js';
import { windowRefusals } from '../domain/calendar.js';
import { openLine, type PlanLine, seatGiver } from '../domain/plan-line.js';
import { offerSeat, putOnWaitlist, waitlistRefusals } from '../domain/waitlist.js';
import { wrongState } from '../domain/refusals.js';
import { lockPlanLines, moveSeats, planKey, planLines } from '../plans/plan-lines.js';
import { applications } from './applications.js';
import { IS_DECEASED } from './former-studies.js';

/** 列入候补, in the order in which the school names them. */
export const waitlistApplicants = batchTransition(applications, {
  name: 'waitlist-applicants',
  path: 'batch-waitlist',
  roles: ['school-admissions', 'school-principal'],
  sentence: { zh: '将考生列入候补', en: 'put the applicant on the waitlist' },
  input: {},
  refuses: waitlistRefusals,
  context: async (tx, states) => {
    const lines = await lockPlanLines(tx, states);
    const ranks = await lastRanks(tx, [...lines.values()]);
    return { lines, ranks, ...(await inSeason(tx, states)) };
  },
  decide: (each, _input, { lines, ranks, windowsFor, ...asked }) => {
    const line = lines.get(planKey(each));
    const lastRank = ranks.get(line?.planLineId ?? '') ?? 0;
    const decision = putOnWaitlist(each, { line, lastRank }, { ...asked, windows: windowsFor(each) });
    if (decision.ok) ranks.set(line!.planLineId, lastRank + 1);
    return decision;
  },
});

/** The rank of who waits last for each of these lines; none for those nobody waits for. */
export async function lastRanks(tx: Transaction, lines: readonly PlanLine[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ waitlist_line_id: string; last: number }>(
    `select waitlist_line_id, max(waitlist_rank) as last from applications
     where state = 'WAITLISTED' and waitlist_line_id = any($1) group by waitlist_line_id`,
    [lines.map(({ planLineId }) => planLineId)],
  );
  return new Map(rows.map((row) => [row.waitlist_line_id, row.last]));
}

/** 递补 */
const offerFreeSeat = step(applications, {
  name: 'offer-seat',
  refuses: { ...wrongState, ...windowRefusals },
  context: inSeason,
  decide: (each, _input, { windowsFor, ...asked }) =>
    offerSeat(each, { ...asked, windows: windowsFor(each) }),
  saved: (tx, offered, taken) =>
    moveSeats(tx, offered as readonly Offered[], { reserved: 1, used: 0 }, taken),
});

/** Each minute: seats may be free because somebody let one go, and because a plan has grown. */
export const offerFreeSeats = jobKind({ name: 'offer-free-seats', payload: NOTHING, schedule: '* * * * *' });

/** Most offers of one step; the rest is the next minute's. */
const MAX_AT_ONCE = 500;

@HandlesJob(offerFreeSeats)
export class OfferFreeSeats {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<void> {
    const next = await lockNext(tx);
    if (next.length === 0) return;
    const lines = await planLines.lock(
      tx,
      [...new Set(next.map(({ waitlistLineId }) => waitlistLineId))].toSorted(),
    );
    // Some may be closed by now.
    const takeSeat = seatGiver(lines.filter((line) => openLine(line).ok));
    const seated = next.filter(({ waitlistLineId }) => takeSeat(waitlistLineId));
    await this.transitions.take(tx, offerFreeSeat, seated, {});
  }
}

type Waiting = Extract<Application, { state: 'WAITLISTED' }>;

/**
 * Who is next for the seats that are free, by line and rank, and locked. Who holds an admission elsewhere by now is passed
 * over, and keeps the rank; so is who has died.
 */
async function lockNext(tx: Transaction): Promise<Waiting[]> {
  const next = await tx.query<{ application_id: string }>(
    `select application_id
     from (select distinct waitlist_line_id from applications where state = 'WAITLISTED') waited
     join plan_lines line on line.plan_line_id = waitlist_line_id and line.status = 'PUBLISHED'
       and line.planned > line.reserved + line.used
     cross join lateral (
       select application_id from applications
       where waitlist_line_id = line.plan_line_id and state = 'WAITLISTED'
         and not exists (select from live_admissions held where held.person_index = id_number_index)
         and not ${IS_DECEASED('id_number_index')}
       order by waitlist_rank limit line.planned - line.reserved - line.used) next
     limit $1`,
    [MAX_AT_ONCE],
  );
  const locked = await applications.lock(tx, next.map((row) => row.application_id)); // prettier-ignore
  const waiting = locked.filter((each) => each.state === 'WAITLISTED');
  return waiting.toSorted((one, other) => one.waitlistRank - other.waitlistRank);
}
