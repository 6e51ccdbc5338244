import { step, transition } from '#aggregates';
import { accept } from '#aggregates/rules';
import type { ErasureExtent } from '#contracts';
import type { Transaction } from '#database';
import { destroyDataKeys, type Destruction, ErasureOrder } from '#security';
import type { Application } from '../domain/application.js';
import { eraseApplicant, erased, erasureRefusals } from '../domain/erasure.js';
import { applications, subjectOf } from './applications.js';
import { forgetFormerStudies } from './former-studies.js';
import { transferredFrom } from './transfer-admissions.js';

/** 个人信息删除 of who is neither admitted nor checked in, also in the applications before a transfer. Of all others student records is asked, and we follow. */
export const eraseApplication = transition(applications, {
  name: 'erase-application',
  path: ':applicationId/erase',
  roles: ['city-officer'],
  sentence: { zh: '删除了个人信息', en: 'erased personal data of the applicant' },
  input: ErasureOrder.shape,
  refuses: erasureRefusals,
  decide: (each, _order, { at }) => eraseApplicant(each, at),
  saved: async (tx, states, { inputOf, actor, save }) => {
    const order = inputOf(states[0]);
    const chain = await transferredFrom(tx, states.map(({ applicationId }) => applicationId)); // prettier-ignore
    const former = await applications.lock(tx, chain.map(({ before }) => before)); // prettier-ignore
    const versions = former.map((before) => ({ before, after: erased(before, 'WHOLE', states[0]!.erasedAt!), reason: order.reason })); // prettier-ignore
    await save(applications, versions);
    await destroyKeys(tx, [...states, ...former], { ...order, by: actor!.subject });
  },
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
