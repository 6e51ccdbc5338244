import { z } from 'zod';
import { aggregate, aggregateList, batchTransition } from '#aggregates';
import { id } from '#contracts';
import { accountableReason } from '#security';
import { documentNumber } from '../domain/document-number.js';
import * as rules from '../domain/graduation-revocation.js';
import { registrations } from '../registrations/registrations.js';
import { decisionContext, proposalContext } from './revocation-context.js';
import { carryOut } from './carry-out.js';

/** 撤销毕业 in its table. Whoever locks takes it first, then registrations, then persons. */
export const graduationRevocations = aggregate({
  name: 'graduation-revocation',
  table: 'graduation_revocations',
  id: 'revocationId',
  school: 'schoolCode',
  states: rules.GraduationRevocation,
});

export const revocationList = aggregateList(graduationRevocations, {
  component: 'GraduationRevocation',
  filters: { registrationId: ['registration_id', id] },
});

/** Of the city alone, to whom the reasons belong as well. */
const city = { roles: ['city-officer'], refuses: rules.revocationRefusals } as const;

export const proposeRevocations = batchTransition(registrations, {
  ...city,
  creates: graduationRevocations,
  name: 'propose-graduation-revocations',
  path: '',
  sentence: { zh: '提议撤销毕业', en: 'proposed to revoke the graduation' },
  input: {
    reasonCode: z.enum(rules.REVOCATION_REASONS).meta({
      description: '撤销原因: 不符合毕业条件, 弄虚作假, 工作差错, 法院裁判, 其他',
      example: 'CONDITIONS_NOT_MET',
    }),
    reason: accountableReason.meta({
      description: 'Stays inside; the lookup never shows it. Must name nobody',
      example: '经查毕业条件不符',
    }),
    leadsTo: z.enum(rules.REVOCATION_WAYS).meta({
      description:
        'ACTIVE: the student studies on (恢复在读); GRADUATION_REVOKED: the record ends (学籍终止)',
      example: 'ACTIVE',
    }),
  },
  context: proposalContext,
  decide: rules.proposeRevocation,
});

export const approveRevocations = batchTransition(graduationRevocations, {
  ...city,
  name: 'approve-graduation-revocations',
  path: 'batch-approve',
  sentence: { zh: '决定撤销毕业', en: 'revoked the graduation' },
  input: { decisionNo: documentNumber },
  context: decisionContext,
  decide: (each, input, { holding, ...context }) =>
    holding(each, (hindrance) => rules.approveRevocation(each, input, { ...context, hindrance })),
  saved: carryOut,
});

export const declineRevocations = batchTransition(graduationRevocations, {
  ...city,
  name: 'decline-graduation-revocations',
  path: 'batch-decline',
  sentence: { zh: '决定不予撤销毕业', en: 'declined to revoke the graduation' },
  input: { reason: accountableReason.meta({ example: '经核实符合毕业条件' }) },
  decide: rules.declineRevocation,
});

export const withdrawRevocations = batchTransition(graduationRevocations, {
  ...city,
  name: 'withdraw-graduation-revocations',
  path: 'batch-withdraw',
  sentence: { zh: '撤回了撤销毕业提议', en: 'withdrew the proposal to revoke the graduation' },
  input: { reason: accountableReason.meta({ example: '对象有误' }) },
  decide: rules.withdrawRevocation,
});
