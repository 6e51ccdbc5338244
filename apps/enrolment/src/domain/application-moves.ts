import {
  accept,
  type Asked,
  type CodeOf,
  type Decision,
  refuse,
  type RefusalWords,
  withContributor,
} from '#aggregates/rules';
import {
  type Application,
  type ApplicationState,
  type CheckedIn,
  type Closed,
  CLOSED_STATES,
  isOneOf,
  PENDING_STATES,
  SEATED_STATES,
} from './application.js';
import { type InSeason, outsideWindow, windowRefusals } from './calendar.js';
import { wrongState } from './refusals.js';

/** From state to state, but for admission and waitlist, which seats decide about. */

type Move = Decision<Application, keyof typeof wrongState>;

/** What belongs to a seat or to the end of an application, for one that has neither. */
export const UNSEATED = {
  waitlistLineId: undefined,
  waitlistRank: undefined,
  offeredAt: undefined,
  offerEndsOn: undefined,
  planLineId: undefined,
  admittedBy: undefined,
  admittedAt: undefined,
  closedBy: undefined,
  closedAt: undefined,
  closingCode: undefined,
};

/** Leads an application without a seat into another state without a seat. */
const to = (application: Application, state: ApplicationState, { subject }: Asked) =>
  accept({
    ...application,
    ...UNSEATED,
    state,
    contributors: withContributor(application.contributors, subject),
  } as Application);

export const handInRefusals = { ...wrongState, ...windowRefusals };

/** 提交: the draft counts from now on. */
export function handIn(
  application: Application,
  asked: InSeason,
): Decision<Application, CodeOf<typeof handInRefusals>> {
  if (application.state !== 'DRAFT') return refuse('wrong-state');
  return outsideWindow(asked.windows, 'APPLICATION', asked.today) ?? to(application, 'SUBMITTED', asked);
}

/** 审核 */
export const review = (application: Application, asked: Asked): Move =>
  application.state === 'SUBMITTED' ? to(application, 'UNDER_REVIEW', asked) : refuse('wrong-state');

/** An application that has ended, and of a seat which one it was: it is free from now on. */
export function closed(
  application: Application,
  state: Closed['state'],
  { subject, at }: Asked,
  closingCode?: string,
): Closed {
  const notWaiting = { waitlistLineId: undefined, waitlistRank: undefined, offerEndsOn: undefined };
  return {
    ...application,
    ...notWaiting,
    state,
    closedBy: subject,
    closedAt: at,
    closingCode,
    contributors: withContributor(application.contributors, subject),
  };
}

const close = (...ended: Parameters<typeof closed>): Decision<Application, never> => accept(closed(...ended));

/** 撤回: the applicant does not want it any more, before there was a seat. */
export const withdraw = (application: Application, asked: Asked): Move =>
  isOneOf(PENDING_STATES, application) ? close(application, 'WITHDRAWN', asked) : refuse('wrong-state');

/** 未录取原因 [D]; the reason in words stands in the history. */
export const REJECTION_CODES = ['NOT_ELIGIBLE', 'DOCUMENTS', 'ASSESSMENT', 'NO_SEAT', 'OTHER'] as const;

/** 不予录取 */
export const reject = (
  application: Application,
  { closingCode }: { readonly closingCode: (typeof REJECTION_CODES)[number] },
  asked: Asked,
): Move =>
  isOneOf(['SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED'], application)
    ? close(application, 'REJECTED', asked, closingCode)
    : refuse('wrong-state');

/** 放弃: the applicant lets the seat go. */
export const decline = (application: Application, asked: Asked): Move =>
  isOneOf(SEATED_STATES, application) ? close(application, 'DECLINED', asked) : refuse('wrong-state');

/** 递补逾期: nobody has accepted the seat until the end of the day. */
export const lapse = (application: Application, asked: Asked): Move =>
  application.state === 'OFFERED' && application.offerEndsOn < asked.today
    ? close(application, 'DECLINED', asked, 'OFFER_LAPSED')
    : refuse('wrong-state');

/** 取消, by the city, of whoever has not checked in. */
export const cancel = (application: Application, asked: Asked): Move =>
  isOneOf([...PENDING_STATES, ...SEATED_STATES], application)
    ? close(application, 'CANCELLED', asked)
    : refuse('wrong-state');

export const noShowRefusals = {
  ...wrongState,
  'check-in-not-over': {
    status: 409,
    title: '报到尚未截止，不能登记未报到',
    detail: 'The check-in of the season is not over yet.',
    remedy:
      'Wait until the day after the last day of the check-in, or note that the applicant declined the seat.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 未报到, once the last day of the check-in is over; of a season without a calendar the school knows when it was. */
export function noteNoShow(
  application: Application,
  asked: InSeason,
): Decision<Application, CodeOf<typeof noShowRefusals>> {
  if (application.state !== 'ADMITTED') return refuse('wrong-state');
  const last = asked.windows?.checkInDeadline;
  if (last === undefined || last < asked.today) return close(application, 'NO_SHOW', asked);
  return refuse('check-in-not-over', {
    title: `报到至 ${last} 截止，此前不能登记未报到`,
    detail: `The check-in of the season lasts until ${last}, that day included.`,
  });
}

export const alreadyApplied = {
  'already-applied': {
    status: 409,
    title: '该人员已报名同一专业点',
    detail: 'The person has a live application for the same offering, year and season.',
    remedy: 'Go on with the application that is there.',
  },
} as const satisfies Record<string, RefusalWords>;

export const erasedAlready = {
  'erased-application': {
    status: 409,
    title: '该报名的个人信息已删除，不能恢复',
    detail: 'The personal data of the application was erased, so that nobody can be admitted by it.',
    remedy: 'Enter a new application.',
  },
} as const satisfies Record<string, RefusalWords>;

export const reconsiderationRefusals = {
  ...wrongState,
  'application-transferred': {
    status: 409,
    title: '该报名已调剂到其他学校，不能恢复',
    detail: 'Another school has the person by the application that followed this one.',
    remedy: 'Have the city cancel the application that `transferredTo` names, then enter a new one.',
  },
  ...alreadyApplied,
  ...erasedAlready,
  'cancelled-by-the-city': {
    status: 409,
    title: '该报名由市级取消，须由市级恢复',
    detail: 'The city has cancelled the application; a school cannot bring it back.',
    remedy: 'Ask the city to reconsider it.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 恢复: takes back how an application ended, or its place on the waitlist; it has to be admitted anew. */
export function reconsider(
  application: Application,
  asked: Asked & { readonly byCity: boolean; readonly isTaken: (each: Application) => boolean },
): Decision<Application, CodeOf<typeof reconsiderationRefusals>> {
  if (!isOneOf([...CLOSED_STATES, 'WAITLISTED'], application)) return refuse('wrong-state');
  if (application.state === 'CANCELLED' && !asked.byCity) return refuse('cancelled-by-the-city');
  if (application.erasedAt) return refuse('erased-application');
  if ('transferredTo' in application && application.transferredTo) return refuse('application-transferred');
  if (asked.isTaken(application)) return refuse('already-applied');
  return to(application, 'SUBMITTED', asked);
}

export const checkInRefusals = {
  ...handInRefusals,
  'check-in-out-of-season': {
    status: 409,
    title: '报到日期的年份与招生年度相差超过一年，请核对',
    detail: 'checkedInOn is more than a year away from the year of the plan.',
    remedy: 'Give the day on which the student stood at the school.',
  },
  'check-in-in-the-future': {
    status: 409,
    title: '报到日期不能晚于今天',
    detail: 'checkedInOn is later than today.',
    remedy: 'Give today or a day before it, by the time of China.',
  },
} as const satisfies Record<string, RefusalWords>;

export const correctionRefusals = { ...wrongState, ...alreadyApplied };

/** 更正, until there is a seat. Who asks for another place of study by it no longer waits for the one before. */
export function correct(
  application: Application,
  corrected: Partial<Application>,
  asked: Asked & { readonly isTaken: (each: Application) => boolean },
): Decision<Application, CodeOf<typeof correctionRefusals>> {
  if (!isOneOf(PENDING_STATES, application)) return refuse('wrong-state');
  const contributors = withContributor(application.contributors, asked.subject);
  const after = { ...application, ...corrected, contributors } as Application;
  if (asked.isTaken(after)) return refuse('already-applied');
  const stays = PLACE.every((property) => after[property] === application[property]);
  return application.state === 'WAITLISTED' && !stays ? to(after, 'SUBMITTED', asked) : accept(after);
}

/** What a plan line is of. */
const PLACE = ['offeringId', 'year', 'season', 'scope'] as const;

/** 报到: the admitted stand at the school with their documents. */
export function checkIn(
  application: Application,
  checkedInOn: string,
  { subject: checkedInBy, windows, today }: InSeason,
): Decision<CheckedIn, CodeOf<typeof checkInRefusals>> {
  if (application.state !== 'ADMITTED') return refuse('wrong-state');
  if (checkedInOn > today) return refuse('check-in-in-the-future');
  if (Math.abs(Number(checkedInOn.slice(0, 4)) - application.year) > 1)
    return refuse('check-in-out-of-season');
  const untimely = outsideWindow(windows, 'CHECK_IN', checkedInOn);
  if (untimely) return untimely;
  const contributors = withContributor(application.contributors, checkedInBy);
  return accept({ ...application, state: 'CHECKED_IN', checkedInBy, checkedInOn, contributors });
}

export const permitRefusals = {
  ...wrongState,
  'full-time-stands-alone': {
    status: 409,
    title: '全日制录取不能与其他录取并存',
    detail: 'A second admission can be permitted for a part-time study only.',
    remedy: 'Permit the part-time one of the two, and have the other admitted first.',
  },
  'permit-ended-already': {
    status: 422,
    title: '许可截止日期不能早于今天',
    detail: 'The last day of the permit is over.',
    remedy: 'Give today or a later day.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 双录取许可: of the city, for a part-time study beside another admission [D]; it lasts to a day. Without a day it ends. */
export function permitSecond(
  application: Application,
  { until: secondAdmissionUntil }: { readonly until?: string },
  { subject, today }: Asked,
): Decision<Application, CodeOf<typeof permitRefusals>> {
  if (!isOneOf([...PENDING_STATES, 'OFFERED'], application)) return refuse('wrong-state');
  if (application.studyMode !== 'PART_TIME') return refuse('full-time-stands-alone');
  if (secondAdmissionUntil !== undefined && secondAdmissionUntil < today)
    return refuse('permit-ended-already');
  return accept({
    ...application,
    secondAdmissionUntil,
    contributors: withContributor(application.contributors, subject),
  });
}
