import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { ageOn } from './age.js';
import { addMonths } from './months.js';
import { type Agreed, lastDayOf, type Placement } from './placement-states.js';
import type { Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import { yearOfStudy } from './year-of-study.js';

export const placementRefusals = {
  'not-in-study': {
    status: 409,
    title: '该学生不在读（休学、保留学籍或学籍已终止），不能安排实习',
    detail: 'The student does not study: on leave, retained, or the registration has ended.',
    remedy: 'Let the student return first; who has left is sent nowhere.',
  },
  'first-year-student': {
    status: 409,
    title: '一年级学生不得安排实习',
    detail: 'Nobody is sent on a placement in the first year of study.',
    remedy:
      'Let the placement begin once the second year of study has begun; leave and repeated years do not count.',
  },
  'under-age-for-placement': {
    status: 409,
    title: '实习首日未满 16 周岁，不得安排实习',
    detail: 'The student is under 16 on the first day of the placement.',
    remedy: 'Let the placement begin on the sixteenth birthday or later.',
  },
  'birth-date-unknown': {
    status: 409,
    title: '该学生出生日期不明，无法核对年龄',
    detail: 'The birth date of the student is not known, so that the age cannot be told.',
    remedy: 'Let the identity of the student be settled first.',
  },
  'consent-missing': {
    status: 409,
    title: '须有学生本人同意；未满 18 周岁的，还须有监护人知情同意',
    detail:
      'The student has consented to the placement, and the guardian too where the student is under 18 on its first day.',
    remedy: 'Obtain the consent and state it.',
  },
  'placement-days-wrong': {
    status: 409,
    title: '实习起止日期有误，或超过最长期限',
    detail:
      'A placement ends after it begins, begins no earlier than the study, and is not longer than the rules allow.',
    remedy: 'Look at both days; a longer stay is two placements.',
  },
  'placements-overlap': {
    status: 409,
    title: '与该学生的另一实习时间重叠',
    detail: 'The student has another placement on some of these days.',
    remedy: 'End or cancel the other placement first, or give other days.',
  },
  'placement-over': {
    status: 409,
    title: '该实习已结束、中止或作废',
    detail: 'The placement has ended, was broken off or cancelled.',
    remedy: 'Read the placement; one that was ended by mistake is resumed.',
  },
  'placement-not-ended': {
    status: 409,
    title: '该实习未结束',
    detail: 'The placement was neither ended nor broken off.',
    remedy: 'Nothing: it goes on.',
  },
  'end-not-possible': {
    status: 409,
    title: '结束日期须在实习起止日期之间，且不晚于今天',
    detail: 'A placement ends early on one of its days that has come.',
    remedy:
      'Give a day between its first and its last day, today or before; one that never began is cancelled.',
  },
} as const satisfies Record<string, RefusalWords>;
export type PlacementRefusal = CodeOf<typeof placementRefusals>;

export type PlacementTerms = Pick<
  Placement,
  | 'kind'
  | 'employer'
  | 'fromOn'
  | 'toOn'
  | 'insurancePolicyNo'
  | 'agreementNo'
  | 'studentConsent'
  | 'guardianConsent'
  | 'supervisingTeacher'
>;

/** What the rules must know of the student whose placement it is. */
export interface OfStudent {
  readonly registration: Registration;
  readonly birthDate: string | undefined;
  /** the other placements of the student */
  readonly others: readonly Placement[];
  readonly rules: RegistrationRules;
}

/** 安排实习: nobody in the first year of study or under 16 [F14], nobody who is away, and nobody to two employers at once. */
export function sendOnPlacement(
  terms: PlacementTerms,
  { newId, subject, at, ...of }: OfStudent & Asked & { newId: string },
): Decision<Agreed, PlacementRefusal> {
  if (!isStudying(of.registration)) return refuse('not-in-study');
  const { registrationId, schoolCode } = of.registration;
  const recorded = {
    placementId: newId,
    registrationId,
    schoolCode,
    version: 1,
    recordedBy: subject,
    recordedAt: at,
  };
  return whyNot(terms, of) ?? accept({ ...terms, ...recorded, state: 'AGREED' });
}

const isStudying = ({ state }: Registration) => state === 'ACTIVE' || state === 'TRANSFER_PENDING';

/** What is against the days and consents of a placement; undefined where nothing is. */
export function whyNot(terms: PlacementTerms, { registration, birthDate, others, rules }: OfStudent) {
  const { fromOn, toOn } = terms;
  if (toOn < fromOn || fromOn < registration.startOn) return refuse('placement-days-wrong');
  if (toOn > addMonths(fromOn, rules.placementMonthsAtMost)) return refuse('placement-days-wrong');
  if (yearOfStudy(registration, fromOn) < rules.placementFromStudyYear) return refuse('first-year-student');
  if (birthDate === undefined) return refuse('birth-date-unknown');
  const age = ageOn(birthDate, fromOn);
  if (age < rules.placementMinimumAge) return refuse('under-age-for-placement');
  if (!terms.studentConsent || (age < 18 && !terms.guardianConsent)) return refuse('consent-missing');
  const overlaps = others.some(
    (other) => other.state !== 'CANCELLED' && other.fromOn <= toOn && fromOn <= lastDayOf(other),
  );
  return overlaps ? refuse('placements-overlap') : undefined;
}
