import { aggregate, aggregateList, batchTransition, step } from '#aggregates';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import * as rules from '../domain/advance-graduation.js';
import { documentNumber } from '../domain/document-number.js';
import type { Registration } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';

/** 提前毕业 in its table. */
export const advanceGraduations = aggregate({
  name: 'advance-graduation',
  table: 'advance_graduations',
  id: 'advanceId',
  school: 'schoolCode',
  states: rules.AdvanceGraduation,
});

export const advanceList = aggregateList(advanceGraduations, {
  component: 'AdvanceGraduation',
  filters: { registrationId: ['registration_id', id] },
});

/** Of registrations, the exceptions that are granted and not used yet. */
export const grantedAdvances = (tx: Transaction, registrationIds: readonly string[]) =>
  advanceGraduations.find(tx, `registration_id = any($1) and state = 'GRANTED'`, [registrationIds]);

async function requestContext(tx: Transaction, states: readonly Registration[]) {
  const ids = states.map(({ registrationId }) => registrationId);
  const open = `registration_id = any($1) and state in ('REQUESTED', 'GRANTED')`;
  const known = await advanceGraduations.find(tx, open, [ids]);
  return { open: new Set(known.map(({ registrationId }) => registrationId)) };
}

export const requestAdvances = batchTransition(registrations, {
  creates: advanceGraduations,
  name: 'request-advance-graduations',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '申请了提前毕业', en: 'requested the advance graduation' },
  input: {
    graduatesOn: day.meta({
      description: '拟毕业日期: from which day on they may graduate',
      example: '2026-06-30',
    }),
    reason: accountableReason.meta({ example: '已提前完成全部课程' }),
    evidence: accountableReason.meta({ description: '证明材料编号', example: '提前毕业申请〔2026〕3号' }),
  },
  refuses: rules.advanceRefusals,
  context: requestContext,
  decide: rules.requestAdvance,
});

const decision = {
  roles: ['district-officer', 'city-officer'],
  refuses: rules.advanceRefusals,
  context: decidingContext,
} as const;

export const grantAdvances = batchTransition(advanceGraduations, {
  ...decision,
  name: 'grant-advance-graduations',
  path: 'batch-grant',
  sentence: { zh: '批准了提前毕业', en: 'granted the advance graduation' },
  input: { decisionNo: documentNumber },
  decide: rules.grantAdvance,
});

export const denyAdvances = batchTransition(advanceGraduations, {
  ...decision,
  name: 'deny-advance-graduations',
  path: 'batch-deny',
  sentence: { zh: '未批准提前毕业', en: 'denied the advance graduation' },
  input: { reason: accountableReason.meta({ example: '课程未全部完成' }) },
  decide: rules.denyAdvance,
});

export const withdrawAdvances = batchTransition(advanceGraduations, {
  name: 'withdraw-advance-graduations',
  path: 'batch-withdraw',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了提前毕业申请', en: 'withdrew the advance graduation' },
  input: { reason: accountableReason.meta({ example: '学生不再申请' }) },
  refuses: rules.advanceRefusals,
  decide: rules.withdrawAdvance,
});

/** What follows from a graduation in advance. */
export const useAdvances = step(advanceGraduations, {
  name: 'use-advance-graduation',
  decide: (known) => rules.useAdvance(known),
});
