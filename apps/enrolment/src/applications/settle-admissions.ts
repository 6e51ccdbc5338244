import { batchTransition, step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type NextStep, NOTHING } from '#jobs';
import { dayInChina } from '#national-codes';
import { accountableReason } from '#security';
import { inSeason, seasonsOver } from '../calendar/calendars.js';
import { lapse, noShowRefusals, noteNoShow } from '../domain/application-moves.js';
import type { Application } from '../domain/application.js';
import { wrongState } from '../domain/refusals.js';
import { applications } from './applications.js';
import { admissionReleased, release } from './close-applications.js';

/** Every midnight in China: what time ends by itself. Seat and person are free in the same transaction. */
export const settleAdmissions = jobKind({
  name: 'settle-admissions',
  payload: NOTHING,
  schedule: '0 0 * * *',
});

/** Applications of one step of the job: a fraction of its 30 s. */
const MAX_AT_ONCE = 1_000;

/** 递补逾期 */
const lapseOffers = step(applications, {
  name: 'lapse-offer',
  refuses: wrongState,
  decide: (each, _input, asked) => lapse(each, asked),
  saved: release,
});

/** 登记未报到: by the day that the city has set, and by the school in a season for which there is none. */
export const noteNoShows = batchTransition(applications, {
  name: 'note-no-show',
  path: 'batch-note-no-show',
  roles: ['school-admissions'],
  sentence: { zh: '登记了考生未报到', en: 'noted that the applicant has not come' },
  input: { reason: accountableReason.meta({ example: '逾期未报到' }) },
  refuses: noShowRefusals,
  context: inSeason,
  decide: (each, _input, { windowsFor, ...asked }) =>
    noteNoShow(each, { ...asked, windows: windowsFor(each) }),
  saved: release,
  publishes: admissionReleased,
});

@HandlesJob(settleAdmissions)
export class SettleAdmissions {
  constructor(private readonly transitions: Transitions) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const today = dayInChina(tx.at);
    const over = await seasonsOver(
      tx,
      `applications where state = 'ADMITTED'`,
      (windows) => windows !== undefined && windows.checkInDeadline < today,
    );
    // One list by id, before any plan line is locked: else a batch that names some of both would deadlock with us.
    const ended = await applications.find(
      tx,
      `state = 'OFFERED' and offer_ends_on < $1 or state = 'ADMITTED' and
         (school_code, year, season) in (select * from unnest($2::text[], $3::int[], $4::text[]))
       order by application_id limit ${MAX_AT_ONCE} for update`,
      [today, ...over],
    );
    const [offered, missing] = [ended.filter(isOffered), ended.filter((each) => !isOffered(each))];
    await this.transitions.take(tx, lapseOffers, offered, {});
    await this.transitions.take(tx, noteNoShows, missing, { reason: '报到截止日已过' });
    if (ended.length === MAX_AT_ONCE) return {};
  }
}

const isOffered = ({ state }: Application) => state === 'OFFERED';
