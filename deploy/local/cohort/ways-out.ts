import { applicationsOf, batches, checkIn, inState, type Tools } from './admit.ts';
import type { Api, Application, PlanLine } from './api.ts';

/** A few do not come, always the same ones: before there is a seat, or after. */
const withdraws = ({ importRow }: Application) => importRow % 97 === 29;
export const staysAway = ({ importRow }: Application): boolean => importRow % 89 === 31;

const OWN_WISH = { reason: '样例：本人申请' };

/** 撤回报名, before anybody is admitted. */
export async function withdrawSome(api: Api, importId: string, { progress }: Tools): Promise<void> {
  const submitted = inState(await applicationsOf(api, importId), 'SUBMITTED');
  const { accepted } = await batches(api, submitted.filter(withdraws), 'batch-withdraw', OWN_WISH);
  progress(`withdrawn: ${accepted}`);
}

/**
 * 放弃录取: where somebody waits for a seat, the first who has one lets it go. A school where that was done in an earlier start
 * is done.
 */
export async function declineForWaiting(api: Api, importId: string, { progress }: Tools): Promise<void> {
  const applications = await applicationsOf(api, importId);
  const declined = new Set(inState(applications, 'DECLINED').map(({ schoolCode }) => schoolCode));
  const waiting = new Set(inState(applications, 'WAITLISTED').map(({ offeringId }) => offeringId));
  const seated = inState(applications, 'ADMITTED').filter(
    ({ offeringId, schoolCode }) => waiting.has(offeringId) && !declined.has(schoolCode),
  );
  const chosen = [...Map.groupBy(seated, ({ offeringId }) => offeringId).values()].map(([first]) => first!);
  progress(`declined: ${(await batches(api, chosen, 'batch-decline', OWN_WISH)).accepted}`);
}

/** 登记未报到, when all who come have checked in. */
export async function noteNoShows(api: Api, importId: string, { progress }: Tools): Promise<void> {
  const missing = inState(await applicationsOf(api, importId), 'ADMITTED').filter(staysAway);
  const { accepted } = await batches(api, missing, 'batch-note-no-show', { reason: '样例：逾期未报到' });
  progress(`no-shows: ${accepted}`);
}

/**
 * 递补: who was offered a seat that another let go accepts it and checks in. Seats are offered each minute, which is not waited for: a
 * later start goes on from there.
 * @returns all applications of the file as they are then
 */
export async function acceptOffers(api: Api, importId: string, tools: Tools): Promise<Application[]> {
  const applications = await applicationsOf(api, importId);
  const { accepted } = await batches(api, inState(applications, 'OFFERED'), 'batch-admit');
  const toOffer = await seatsToOffer(api, inState(applications, 'WAITLISTED'));
  const later =
    toOffer > 0 ? `; offered within the minute, for \`npm run cohort\` to accept: ${toOffer}` : '';
  tools.progress(`admitted from the waitlist: ${accepted}${later}`);
  return checkIn(api, importId, tools);
}

/** Seats that are free while somebody waits for them. */
async function seatsToOffer(api: Api, waiting: Application[]): Promise<number> {
  let seats = 0;
  for (const [offeringId, those] of Map.groupBy(waiting, (each) => each.offeringId)) {
    const { year, season, scope } = those[0]!;
    const query = `/plans/usage?offeringId=${offeringId}&year=${year}&season=${season}`;
    const lines = await api('enrolment', 'city-officer').all<PlanLine>(query);
    const free = lines.find((line) => line.scope === scope)?.free ?? 0;
    seats += Math.min(free, those.length);
  }
  return seats;
}
