import { type Following, transition } from '#aggregates';
import type { Transaction } from '#database';
import { clearText } from '#security';
import { publicationRefusals, publish, type Qualification, suspend } from '../domain/qualification.js';
import { wrongState } from '../domain/refusals.js';
import { publishSchoolOf } from '../schools/schools.js';
import { qualifications } from './qualifications.js';

const saved = (tx: Transaction, [qualification]: readonly Qualification[], { save }: Following) =>
  publishSchoolOf(tx, qualification!, save);

/** 公布: admissions that start afterwards see it. */
export const publishQualification = transition(qualifications, {
  name: 'publish-qualification',
  path: 'qualifications/:qualificationId/publish',
  roles: ['city-officer'],
  sentence: { zh: '公布了招生资质', en: 'published the qualification' },
  input: {},
  refuses: publicationRefusals,
  decide: (each, _input, context) => publish(each, context),
  saved,
});

/** 暂停 */
export const suspendQualification = transition(qualifications, {
  name: 'suspend-qualification',
  path: 'qualifications/:qualificationId/suspend',
  roles: ['city-officer'],
  sentence: { zh: '暂停了招生资质', en: 'suspended the qualification' },
  input: { reason: clearText(500) },
  refuses: wrongState,
  decide: (each, { reason }) => suspend(each, reason),
  saved,
});
