import { step, transition } from '#aggregates';
import { accept } from '#aggregates/rules';
import type { ErasureExtent } from '#contracts';
import type { Transaction } from '#database';
import { destroyDataKeys, type Destruction, ErasureOrder } from '#security';
import type { Application } from '../domain/application.js';
import { eraseApplicant, erased, erasureRefusals } from '../domain/erasure.js';
import { applications, subjectOf } from './applications.js';
import { forgetFormerStudies } from './former-studies.js';

/** 个人信息删除 of an applicant who was never admitted. Of all others student records is asked, and we follow. */
export const eraseApplication = transition(applications, {
  name: 'erase-application',
  path: ':applicationId/erase',
  roles: ['city-officer'],
  sentence: { zh: '删除了个人信息', en: 'erased personal data of the applicant' },
  input: ErasureOrder.shape,
  refuses: erasureRefusals,
  decide: (each, _order, { at }) => eraseApplicant(each, at),
  saved: (tx, states, { inputOf, actor }) =>
    destroyKeys(tx, states, { ...inputOf(states[0]), by: actor!.subject }),
});

/** The same where student records has erased the person: who ordered it, and why, stands there. */
export const followErasure = step(applications, {
  name: 'follow-erasure',
  decide: (each, extent: ErasureExtent, { at }) => accept(erased(each, extent, at)),
  saved: async (tx, states) => {
    await destroyKeys(tx, states, BY_STUDENT_RECORDS);
    await forgetFormerStudies(tx, states.filter(({ idNumberIndex }) => idNumberIndex === undefined)); // prettier-ignore
  },
});

const BY_STUDENT_RECORDS = {
  by: 'student-records',
  legalGround: 'as in student-records',
  reason: 'as in student-records',
};

const destroyKeys = (tx: Transaction, states: readonly Application[], destruction: Destruction) =>
  destroyDataKeys(tx, states.map(({ applicationId }) => subjectOf(applicationId)), destruction); // prettier-ignore
