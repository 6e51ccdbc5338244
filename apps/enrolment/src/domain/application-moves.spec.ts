import { type Asked, type Decision } from '#aggregates/rules';
import { type Application, APPLICATION_STATES, type ApplicationState } from './application.js';
import {
  cancel,
  checkIn,
  correct,
  decline,
  handIn,
  lapse,
  noteNoShow,
  permitSecond,
  reconsider,
  reject,
  review,
  withdraw,
} from './application-moves.js';
import { defaultWindows } from './calendar.js';
import { followRegistration, giveBack } from './following.js';
import { offerSeat, putOnWaitlist } from './waitlist.js';

const asked: Asked = { subject: 'clerk', at: '2026-10-01T02:00:00.000Z', today: '2026-10-01' };
const inSeason = { ...asked, windows: undefined };
const isTaken = () => false;
const fullLine = { planLineId: 'line', status: 'PUBLISHED', planned: 1, reserved: 1, used: 0 } as const;

/** An application in a state, with whatever any state has. */
const inState = (state: ApplicationState, over: object = {}) =>
  ({
    applicationId: 'application',
    state,
    year: 2026,
    studyMode: 'PART_TIME',
    contributors: ['admissions'],
    planLineId: 'line',
    offerEndsOn: '2026-09-30',
    registrationId: 'registration',
    studentNo: 'S0001',
    closedBy: 'clerk',
    ...over,
  }) as unknown as Application;

const MOVES: Record<string, (application: Application) => Decision<Application>> = {
  handIn: (each) => handIn(each, inSeason),
  review: (each) => review(each, asked),
  waitlist: (each) => putOnWaitlist(each, { line: fullLine, lastRank: 0 }, inSeason),
  offer: (each) => offerSeat(each, inSeason),
  lapse: (each) => lapse(each, asked),
  withdraw: (each) => withdraw(each, asked),
  reject: (each) => reject(each, { closingCode: 'DOCUMENTS' }, asked),
  decline: (each) => decline(each, asked),
  cancel: (each) => cancel(each, asked),
  noShow: (each) => noteNoShow(each, { ...asked, windows: defaultWindows(2026, 'AUTUMN') }),
  checkIn: (each) => checkIn(each, '2026-09-01', inSeason),
  giveBack: (each) => giveBack(each, { registrationId: 'registration', reason: '材料不全' }),
  graduated: (each) => followRegistration(each, { registrationId: 'registration', studentNo: 'S0001', state: 'GRADUATED', version: 3, on: '2026-06-30' }), // prettier-ignore
  approved: (each) => followRegistration(each, { registrationId: 'registration', studentNo: 'S0001', state: 'ACTIVE', version: 2, on: '2026-09-02' }), // prettier-ignore
  reconsider: (each) => reconsider(each, { ...asked, byCity: true, isTaken }),
  correct: (each) => correct(each, {}, { ...asked, isTaken }),
};

describe('An application', () => {
  it.each<[string, string, ApplicationState[]]>([
    ['handIn', 'SUBMITTED', ['DRAFT']],
    ['review', 'UNDER_REVIEW', ['SUBMITTED']],
    ['waitlist', 'WAITLISTED', ['SUBMITTED', 'UNDER_REVIEW']],
    ['offer', 'OFFERED', ['WAITLISTED']],
    ['lapse', 'DECLINED', ['OFFERED']],
    ['withdraw', 'WITHDRAWN', ['DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED']],
    ['reject', 'REJECTED', ['SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED']],
    ['decline', 'DECLINED', ['OFFERED', 'ADMITTED']],
    ['cancel', 'CANCELLED', ['DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED', 'OFFERED', 'ADMITTED']],
    ['noShow', 'NO_SHOW', ['ADMITTED']],
    ['checkIn', 'CHECKED_IN', ['ADMITTED']],
    ['giveBack', 'RETURNED', ['CHECKED_IN']],
    ['graduated', 'STUDY_ENDED', ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED']],
    ['approved', 'REGISTERED', ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED']],
    ['reconsider', 'SUBMITTED', ['WAITLISTED', 'WITHDRAWN', 'REJECTED', 'DECLINED', 'CANCELLED', 'NO_SHOW']],
  ])('by %s becomes %s, from these states and no other', (move, state, from) => {
    const outcomes = APPLICATION_STATES.map((each) => [each, MOVES[move]!(inState(each))] as const);
    expect(outcomes.filter(([, decision]) => decision.ok).map(([each]) => each).toSorted()).toEqual(from.toSorted()); // prettier-ignore
    for (const [, decision] of outcomes) if (decision.ok) expect(decision.value.state).toBe(state);
  });

  it('is corrected until there is a seat', () => {
    const correctable = APPLICATION_STATES.filter((each) => MOVES.correct!(inState(each)).ok);
    expect(correctable).toEqual(['DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED']);
  });

  it('knows everybody who had a hand in it, each once', () => {
    const twice = review(inState('SUBMITTED', { contributors: ['clerk'] }), asked);
    expect(twice).toMatchObject({ value: { contributors: ['clerk'] } });
    expect(review(inState('SUBMITTED'), asked)).toMatchObject({
      value: { contributors: ['admissions', 'clerk'] },
    });
  });

  it('leaves nothing of a seat behind when it is taken up again', () => {
    expect(reconsider(inState('NO_SHOW'), { ...asked, byCity: false, isTaken })).toMatchObject({
      value: { planLineId: undefined, admittedAt: undefined, closedBy: undefined },
    });
  });

  it('that asks for another place by a correction waits no longer for the one before', () => {
    const waiting = inState('WAITLISTED', { offeringId: 'one', waitlistRank: 1 });
    expect(correct(waiting, { name: '王小明' }, { ...asked, isTaken })).toMatchObject({
      value: { state: 'WAITLISTED', waitlistRank: 1 },
    });
    expect(correct(waiting, { offeringId: 'other' }, { ...asked, isTaken })).toMatchObject({
      value: { state: 'SUBMITTED', waitlistRank: undefined },
    });
  });

  it('keeps a seat that is offered for three days, and not beyond the window of the season', () => {
    const waiting = inState('WAITLISTED', { waitlistLineId: 'line' });
    expect(offerSeat(waiting, inSeason)).toMatchObject({
      value: { offerEndsOn: '2026-10-03', planLineId: 'line' },
    });
    const windows = { ...defaultWindows(2026, 'AUTUMN'), admissionCloseOn: '2026-10-02' };
    expect(offerSeat(waiting, { ...asked, windows })).toMatchObject({ value: { offerEndsOn: '2026-10-02' } });
  });

  it('follows the newest word of student records, whichever topic brings it first', () => {
    const news = { registrationId: 'registration', studentNo: 'S0001', on: '2026-06-30' };
    const ended = followRegistration(inState('CHECKED_IN'), { ...news, state: 'GRADUATED', version: 3 });
    expect(ended).toMatchObject({ value: { state: 'STUDY_ENDED', endedAs: 'GRADUATED' } });
    const late = followRegistration((ended as { value: Application }).value, { ...news, state: 'ACTIVE', version: 2 }); // prettier-ignore
    expect(late).toMatchObject({ value: { state: 'STUDY_ENDED' } });
    const again = followRegistration((ended as { value: Application }).value, { ...news, state: 'ACTIVE', version: 4 }); // prettier-ignore
    expect(again).toMatchObject({ value: { state: 'REGISTERED', endedAs: undefined } });
  });

  it('goes on by the record at the other school of who is transferred, and heeds the one before no more', () => {
    const news = { studentNo: 'S0001', on: '2026-06-30', state: 'ACTIVE', version: 5 } as const;
    const first = followRegistration(inState('CHECKED_IN'), { ...news, registrationId: '01' });
    const moved = followRegistration((first as { value: Application }).value, { ...news, registrationId: '02', studentNo: 'S0002', version: 1 }); // prettier-ignore
    expect(moved).toMatchObject({ value: { state: 'REGISTERED', registrationId: '02', studentNo: 'S0002' } });
    const late = followRegistration((moved as { value: Application }).value, { ...news, registrationId: '01', state: 'WITHDRAWN', version: 9 }); // prettier-ignore
    expect(late).toMatchObject({ value: { state: 'REGISTERED', registrationId: '02' } });
  });

  it('is permitted beside another admission for a part-time study only, and not for days that are over', () => {
    const until = (day: string) => permitSecond(inState('SUBMITTED'), { until: day }, asked);
    expect(until('2026-10-01')).toMatchObject({ value: { secondAdmissionUntil: '2026-10-01' } });
    expect(until('2026-09-30')).toMatchObject({ code: 'permit-ended-already' });
    expect(permitSecond(inState('SUBMITTED', { studyMode: 'FULL_TIME' }), {}, asked)).toMatchObject({
      code: 'full-time-stands-alone',
    });
  });
});
