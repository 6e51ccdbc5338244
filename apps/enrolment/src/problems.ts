import { notFoundRefusal } from '#aggregates';
import { declareProblems, type ProblemKind } from '#runtime';
import { admissionRefusals } from './domain/admission.js';
import { retirementRefusals } from './domain/authority.js';
import { extensionRefusals, windowRefusals } from './domain/calendar.js';
import {
  checkInRefusals,
  noShowRefusals,
  permitRefusals,
  reconsiderationRefusals,
} from './domain/application-moves.js';
import { deliveryRefusals } from './domain/delivery.js';
import { erasureRefusals } from './domain/erasure.js';
import { resolutionRefusals } from './domain/identity-conflict.js';
import { partnerRefusals } from './domain/recruiting-partner.js';
import { catalogueRefusals } from './domain/catalogue.js';
import { itemRefusals, reviewRefusals } from './domain/major-review.js';
import { cooperationRefusals } from './domain/cooperation.js';
import { closingRefusals, offeringRefusals, openAgainRefusals } from './domain/offering.js';
import { adjustmentRefusals, adjustmentRequestRefusals } from './domain/plan-adjustment.js';
import { approvalRefusals, reopeningRefusals } from './domain/plan-decisions.js';
import { draftRefusals } from './domain/plan-draft.js';
import { cancelRefusals, publicationRefusals } from './domain/qualification-acts.js';
import { draftCorrectionRefusals } from './domain/qualification-draft.js';
import { acknowledgementRefusals } from './domain/warnings.js';
import { waitlistRefusals } from './domain/waitlist.js';
import { exemptionRefusals } from './domain/school.js';
import { changeCancellationRefusals, schoolChangeRefusals } from './domain/school-change.js';
import { transferRefusals } from './domain/transfer.js';
import { honourRefusals, unqualifiedRefusals } from './domain/unqualified.js';

/** Every code of enrolment's own: those of the rules, and those of what is no rule of one record. */
export const problems = declareProblems({
  ...notFoundRefusal,
  ...schoolChangeRefusals,
  ...changeCancellationRefusals,
  ...exemptionRefusals,
  ...retirementRefusals,
  ...offeringRefusals,
  ...openAgainRefusals,
  ...closingRefusals,
  ...cooperationRefusals,
  ...itemRefusals,
  ...reviewRefusals,
  ...publicationRefusals,
  ...draftCorrectionRefusals,
  ...cancelRefusals,
  ...draftRefusals,
  ...approvalRefusals,
  ...reopeningRefusals,
  ...adjustmentRequestRefusals,
  ...adjustmentRefusals,
  ...admissionRefusals,
  ...unqualifiedRefusals,
  ...honourRefusals,
  ...transferRefusals,
  ...deliveryRefusals,
  ...partnerRefusals,
  ...erasureRefusals,
  ...catalogueRefusals,
  ...extensionRefusals,
  ...windowRefusals,
  'calendar-exists': {
    status: 409,
    title: '该招生季的日程已设定',
    detail: 'The city has set the calendar of this season already.',
    remedy: 'Extend or correct the calendar that is there, with a reason.',
  },
  'calendar-disordered': {
    status: 422,
    title: '招生日程的日期先后矛盾',
    detail: 'Days of the calendar contradict each other; see errors.',
    remedy:
      'Correct the days that `errors[]` names: applications, admission, check-in and registration follow each other.',
  },
  ...acknowledgementRefusals,
  ...reconsiderationRefusals,
  ...permitRefusals,
  ...checkInRefusals,
  ...noShowRefusals,
  ...waitlistRefusals,
  ...resolutionRefusals,
  'application-erased': {
    status: 409,
    title: '该报名的个人信息已删除',
    detail: 'The personal data of the application was erased; there is nothing to show.',
    remedy: 'Nothing: it cannot be brought back.',
  },
  'already-applied': {
    status: 409,
    title: '该人员已报名同一专业点',
    detail: 'The person has a live application for the same offering, year and season.',
    remedy: 'Go on with the application that is there.',
  },
  'authority-already-registered': {
    status: 409,
    title: '主管部门代码已登记',
    detail: 'An authority with this code is registered already.',
    remedy: 'Read the authority that is there; rename or reinstate it, or choose another code.',
  },
  'application-incomplete': {
    status: 422,
    title: '报名信息不完整',
    detail: 'The application cannot be submitted like this; see errors.',
    remedy: 'Complete or correct the fields that `errors[]` names.',
  },
});

/** What is wrong with a row of a file, in the words of a problem. */
export const faultOf = (refusedAs: keyof typeof problems) => ({ code: refusedAs, message: problems[refusedAs].title }); // prettier-ignore

/** A refused item of a batch; `id` is the natural key of what has no id yet. */
export function refusedItem(id: string, refusedAs: keyof typeof problems) {
  const { code, title, detail }: ProblemKind = problems[refusedAs];
  return { id, code, title, detail };
}
