import { declareProblems, type ProblemWords } from '#runtime';
import { type RefusalCode, REFUSALS } from './domain/refusal.js';

/** What the caller can do about a refusal of the rules. */
const REMEDIES: Record<RefusalCode, string> = {
  'not-found': 'Look at the id. What belongs to another school is answered like this as well.',
  'unknown-school': 'Register the school first, or correct `schoolCode`.',
  'unknown-major': 'Correct the code, or load the version of the catalogue that has the major.',
  'unknown-offering': 'Ask `GET /offerings` for those of the school.',
  'school-not-active': 'A school that is closed or merged recruits no more.',
  'level-not-in-catalogue': 'Choose a level that the catalogue lists for the major.',
  'level-above-school-type': 'Choose a level that a school of this type may run, or correct its type.',
  'offering-not-active': 'Choose an offering that is open.',
  'not-qualified': 'Have a qualification published that covers level, study mode, scope and the day.',
  'wrong-state': 'Read the record: it was moved on already, or the step before is missing.',
  'approver-is-submitter': 'Let another person publish or approve it.',
  'plan-line-published': 'Leave the line as it is published; its seats cannot be changed yet.',
  'no-published-plan': 'Have a plan line published for this offering, year, season and scope.',
  'quota-full': 'No seat is left in the plan line.',
  'person-already-admitted':
    'Find out which school admitted the person; a graduate cannot be admitted again yet.',
  'person-named-twice': 'Nothing: the application that stands first decides about the person.',
  'application-erased': 'Nothing: it cannot be brought back.',
  'admission-is-live': 'Wait until the registration is decided; student records erases the person then.',
  'erased-by-student-records': 'Ask for `POST /persons/{personId}/erase` there.',
  'already-applied': 'Go on with the application that is there.',
};

/** What the request names and what does not fit it is 422, what does not exist is 404, who may not is 403, what may not be is 409. */
const STATUS: Partial<Record<RefusalCode, number>> = {
  'approver-is-submitter': 403,
  'not-found': 404,
  'unknown-school': 422,
  'unknown-major': 422,
  'unknown-offering': 422,
};

const refusals = Object.fromEntries(
  Object.entries(REFUSALS).map(([code, [title, detail]]) => [
    code,
    {
      status: STATUS[code as RefusalCode] ?? 409,
      title,
      detail,
      remedy: REMEDIES[code as RefusalCode],
    },
  ]),
) as Record<RefusalCode, ProblemWords>;

/** Every code of enrolment's own. */
export const problems = declareProblems({
  ...refusals,
  'school-already-registered': {
    status: 409,
    title: '院校代码或统一社会信用代码已登记',
    detail: 'A school with this code or this credit code is registered already.',
    remedy: 'Read the school that is there; correct the code that is mistyped.',
  },
  'catalogue-version-exists': {
    status: 409,
    title: '该版专业目录已导入',
    detail: 'This version of the catalogue is loaded already; a change is a new version.',
    remedy: 'Give the changed catalogue another `catalogueVersion`.',
  },
  'application-incomplete': {
    status: 422,
    title: '报名信息不完整',
    detail: 'The application cannot be submitted like this; see errors.',
    remedy: 'Complete or correct the fields that `errors[]` names.',
  },
  'check-in-in-the-future': {
    status: 422,
    title: '报到日期不能晚于今天',
    detail: 'checkedInOn is later than today.',
    remedy: 'Give today or a day before it, by the time of China.',
  },
});
