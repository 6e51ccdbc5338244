import { aggregate, aggregateList, batchTransition, type Given } from '#aggregates';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import * as rules from '../domain/person-death.js';
import { deathRefusals } from '../domain/person-death-refusals.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';
import { lockedRecords, reportContext } from './death-context.js';
import { markRecords, unmarkRecords } from './mark-records.js';

/** 离校后死亡登记 in its table. Whoever locks takes it first, then registrations. */
export const personDeaths = aggregate({
  name: 'person-death',
  table: 'person_deaths',
  id: 'deathId',
  school: 'schoolCode',
  states: rules.PersonDeath,
});

export const deathList = aggregateList(personDeaths, {
  component: 'PersonDeath',
  filters: { registrationId: ['registration_id', id] },
});

export const reportDeaths = batchTransition(registrations, {
  creates: personDeaths,
  name: 'report-person-deaths',
  path: '',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '登记了离校人员死亡', en: 'reported the death of the former student' },
  input: {
    diedOn: day.meta({ description: '死亡日期', example: '2028-03-01' }),
    evidence: accountableReason.meta({ description: '证明材料编号', example: '死亡证明〔2028〕12号' }),
    evidenceId: id.optional().meta({ description: '已上传的证明材料' }),
  },
  refuses: deathRefusals,
  context: reportContext,
  decide: (each, report, { papers, known, ...context }) => {
    const evidence = papers.get(report.evidenceId ?? '');
    const decision = rules.reportDeath(each, report, { ...context, known, evidence });
    if (decision.ok) known.add(context.personOf(each));
    return decision;
  },
});

const decision = {
  roles: ['school-principal', 'district-officer', 'city-officer'],
  refuses: deathRefusals,
} as const;

export const confirmDeaths = batchTransition(personDeaths, {
  ...decision,
  name: 'confirm-person-deaths',
  path: 'batch-confirm',
  sentence: { zh: '确认了离校人员死亡', en: 'confirmed the death of the former student' },
  input: {},
  context: async (tx: Transaction, states: readonly rules.PersonDeath[], given: Given) => ({
    ...(await decidingContext(tx, states, given)),
    recordsOf: await lockedRecords(tx, states),
  }),
  decide: rules.confirmDeath,
  saved: markRecords,
});

export const declineDeaths = batchTransition(personDeaths, {
  ...decision,
  name: 'decline-person-deaths',
  path: 'batch-decline',
  sentence: { zh: '退回了离校人员死亡登记', en: 'declined the report of a death' },
  input: { reason: accountableReason.meta({ example: '证明材料不符' }) },
  context: decidingContext,
  decide: rules.declineDeath,
});

export const reverseDeaths = batchTransition(personDeaths, {
  name: 'reverse-person-deaths',
  path: 'batch-reverse',
  roles: ['city-officer'],
  sentence: { zh: '撤销了离校人员死亡登记', en: 'reversed the death of the former student' },
  input: { reason: accountableReason.meta({ example: '经查证明材料所载并非本人' }) },
  refuses: deathRefusals,
  decide: rules.reverseDeath,
  saved: unmarkRecords,
});
