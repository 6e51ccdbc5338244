import { refuse, type Refusal } from '#aggregates/rules';
import type { Level, StudyMode } from '#contracts';
import { addDays } from '#national-codes';
import {
  CHANGE_DETAILS,
  CHANGE_KINDS,
  type ChangeDetail,
  type ChangeKind,
  type RequestedType,
} from './change-kinds.js';
import type { RequestRefusal } from './change-refusals.js';
import { addMonths, isMinor } from './months.js';
import { isEnterpriseEmployee } from './part-time.js';
import { isLive, type Live, type Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import type { ChangeRequest } from './status-change.js';

/** 专业点, as enrolment publishes it. */
export interface Offering {
  readonly offeringId: string;
  readonly schoolCode: string;
  readonly major: Live['major'];
  readonly level: Level;
  readonly studyMode: StudyMode;
  readonly active: boolean;
}

/** What a change is held to, beside the registration. */
export interface ChangeContext {
  readonly today: string;
  readonly rules: RegistrationRules;
  /** undefined of who was erased */
  readonly birthDate: string | undefined;
  /** the offering that the change names */
  readonly target: Offering | undefined;
  /** 名额 of that offering for the year and season of the student; undefined where no plan of it is known */
  readonly seats?: Seats | undefined;
}

/** What the plan gives, less who studies there. Taken one by one within a batch. */
export interface Seats {
  free: number;
}
type Guard = (
  registration: Live,
  request: ChangeRequest,
  context: ChangeContext,
) => RequestRefusal | undefined;

/** Why a registration may not change so; undefined where it may. */
export function whyNoChange(
  registration: Registration,
  request: ChangeRequest,
  context: ChangeContext,
): Refusal<RequestRefusal> | undefined {
  const type = request.type as RequestedType;
  const kind = CHANGE_KINDS[type];
  if (!isLive(registration) || !kind.from.includes(registration.state)) return refuse(whereFrom(kind));
  if (kind.only && kind.only !== registration.studyMode) return refuse('wrong-study-mode');
  const details = whyNotThese(kind, request);
  if (details) return details;
  if (!kind.reasons.includes(request.reasonCode)) return refuse('reason-of-another-kind');
  const { stateSince = registration.startOn } = registration;
  if (request.effectiveOn < stateSince) return refuse('before-last-change');
  if (request.effectiveOn > addDays(context.today, context.rules.changeDaysAheadAtMost))
    return refuse('effective-day-too-far');
  const refusal = guards[type]?.(registration, request, context);
  return refusal && refuse(refusal);
}

function whereFrom({ from }: ChangeKind): RequestRefusal {
  if (from.length > 1) return 'not-in-study';
  return ({ ACTIVE: 'not-active', ON_LEAVE: 'not-on-leave', RETAINED: 'not-retained' } as const)[
    from[0] as 'ACTIVE'
  ];
}

const named = (details: readonly ChangeDetail[]) => details.map((each) => CHANGE_DETAILS[each]).join('、');

function whyNotThese({ title, says = [], maySay = [] }: ChangeKind, request: ChangeRequest) {
  const given = (Object.keys(CHANGE_DETAILS) as ChangeDetail[]).filter((each) => request[each] !== undefined);
  const missing = says.filter((each) => !given.includes(each));
  if (missing.length > 0)
    return refuse('change-details-missing', {
      title: `${title}须填写：${named(missing)}`,
      detail: `The change has to say: ${missing.join(', ')}.`,
    });
  const odd = given.filter((each) => !says.includes(each) && !maySay.includes(each));
  if (odd.length === 0) return undefined;
  return refuse('change-details-not-fitting', {
    title: `${title}不填写：${named(odd)}`,
    detail: `The change does not take: ${odd.join(', ')}.`,
  });
}

/** A leave, or a retention, ends after it begins and is not longer than so many months. */
const awayFor =
  (months: (rules: RegistrationRules) => number): Guard =>
  (_, { effectiveOn, returnExpectedOn = '' }, { rules }) => {
    if (returnExpectedOn <= effectiveOn) return 'return-date-not-possible';
    return returnExpectedOn > addMonths(effectiveOn, months(rules)) ? 'leave-too-long' : undefined;
  };

const extendedBy =
  (more: (request: ChangeRequest) => number): Guard =>
  ({ extensionMonths = 0, durationMonths, maxMonths }, request, { rules }) => {
    const atMost = maxMonths === undefined ? rules.extensionMonthsAtMost : maxMonths - durationMonths;
    return extensionMonths + more(request) > atMost ? 'extension-too-long' : undefined;
  };

/** To another offering of the school, in the same study mode: a change of mode is a new registration. [D] */
const movesTo =
  (fits: (registration: Live, target: Offering) => boolean): Guard =>
  (registration, { durationMonths = registration.durationMonths }, { target, seats, rules }) => {
    const { schoolCode, studyMode } = registration;
    const possible = target?.active && target.schoolCode === schoolCode && target.studyMode === studyMode;
    if (!possible || !fits(registration, target)) return 'offering-not-possible';
    if (seats !== undefined && seats.free < 1) return 'no-seat-free';
    const isShort = studyMode === 'PART_TIME' && durationMonths < rules.partTimeMinimumMonths;
    return isShort && isEnterpriseEmployee(registration) ? 'part-time-too-short' : undefined;
  };

/** The marks of each rule stand at its number in `rules.ts`. */
const guards: Partial<Record<RequestedType, Guard>> = {
  LEAVE: (registration, request, context) =>
    awayFor((rules) => rules.leaveMonthsAtMost)(registration, request, context) ??
    (registration.leavesTaken >= context.rules.leavesAtMost ? 'leaves-used-up' : undefined),
  RETENTION: awayFor((rules) => rules.retentionMonthsAtMost),
  REINSTATEMENT: (_, { effectiveOn, dischargedOn = '' }, { rules }) =>
    dischargedOn > effectiveOn || effectiveOn > addMonths(dischargedOn, rules.reinstatementMonthsAtMost)
      ? 'reinstatement-too-late'
      : undefined,
  MAJOR_CHANGE: movesTo(
    ({ level, major }, target) => target.level === level && target.major.majorCode !== major.majorCode,
  ),
  LEVEL_CHANGE: movesTo(({ level }, target) => target.level !== level),
  REPEAT_YEAR: (registration, request, context) =>
    (registration.repeats ?? 0) >= context.rules.repeatsAtMost
      ? 'repeats-used-up'
      : extendedBy(() => 12)(registration, request, context),
  EXTENSION: extendedBy(({ months = 0 }) => months),
  WITHDRAWAL: whyNotWithdrawn,
  EXPULSION: (_, { effectiveOn, decidedOn = '' }, { today, rules }) => {
    if (decidedOn > today) return 'not-in-the-future';
    return effectiveOn <= addDays(decidedOn, rules.appealDays) ? 'appeal-period-running' : undefined;
  },
  DEATH: (_, { effectiveOn }, { today }) => (effectiveOn > today ? 'not-in-the-future' : undefined),
};

/** By the student's own wish, or after so many days of an overdue return or an absence; a minor never but by wish. [F7] */
function whyNotWithdrawn(
  registration: Live,
  { reasonCode, effectiveOn, absentSince, guardianConsent }: ChangeRequest,
  { today, rules, birthDate }: ChangeContext,
): RequestRefusal | undefined {
  const byWish = reasonCode !== 'RETURN_OVERDUE' && reasonCode !== 'ABSENT';
  if (birthDate !== undefined && isMinor(birthDate, effectiveOn)) {
    if (!byWish) return 'minor-not-forced';
    if (guardianConsent === undefined) return 'guardian-consent-missing';
  }
  if (byWish) return undefined;
  if (reasonCode === 'ABSENT' && absentSince === undefined) return 'change-details-missing';
  if (absentSince !== undefined && absentSince > today) return 'not-in-the-future';
  const due = 'returnExpectedOn' in registration ? registration.returnExpectedOn : undefined;
  const since = reasonCode === 'ABSENT' ? absentSince : due;
  const isLongEnough = since !== undefined && effectiveOn >= addDays(since, rules.absentDaysAtLeast);
  return isLongEnough ? undefined : 'not-overdue-long-enough';
}
