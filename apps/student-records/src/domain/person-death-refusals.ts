import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { requestRefusals } from './change-refusals.js';
import { decidingRefusals } from './deciding.js';
import { evidenceRefusals } from './evidence.js';

export const deathRefusals = {
  ...decidingRefusals,
  ...evidenceRefusals,
  'not-in-the-future': requestRefusals['not-in-the-future'],
  'study-not-ended': {
    status: 409,
    title: '该学籍待审或未通过，不能登记离校后死亡',
    detail: 'The registration was never one of a student.',
    remedy: 'Reject a registration that waits; name a record of the person that has ended.',
  },
  'person-in-study': {
    status: 409,
    title: '该人员尚有在籍学籍，请在该学籍办理死亡异动',
    detail: 'The person has a live record in the city.',
    remedy: 'Request the status change `DEATH` on the live record; its school does so.',
  },
  'death-is-known': {
    status: 409,
    title: '该人员的死亡已登记或待确认',
    detail: 'The death of the person is on record, or waits to be confirmed.',
    remedy: 'Nothing where it is right; a wrong one is declined or reversed first.',
  },
  'death-before-study': {
    status: 409,
    title: '死亡日期早于该学籍的入学日期',
    detail: 'The day of death lies before the studies began.',
    remedy: 'Compare the day, and the person, with the papers.',
  },
  'death-not-reported': {
    status: 409,
    title: '该死亡登记不在待确认状态',
    detail: 'The report of the death does not wait for a decision.',
    remedy: 'Read the report: it was confirmed, declined or reversed already.',
  },
  'death-not-confirmed': {
    status: 409,
    title: '该死亡登记未经确认或已撤销',
    detail: 'The death is not confirmed, or was reversed already.',
    remedy: 'Decline what waits; what was reversed can be reported anew.',
  },
} as const satisfies Record<string, RefusalWords>;
export type DeathRefusal = CodeOf<typeof deathRefusals>;
