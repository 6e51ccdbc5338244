import { batchTransition, type Given } from '#aggregates';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import {
  approveChange,
  cancelChange,
  changeDecisionRefusals,
  rejectChange,
} from '../domain/change-decision.js';
import type { StatusChange } from '../domain/status-change.js';
import { decidingContext } from '../schools/deciding.js';
import { applyDueChanges } from './apply-due-changes.js';
import type { Applying } from './change-context.js';
import { statusChanges } from './status-changes.js';

const decision = {
  roles: ['school-principal', 'district-officer', 'city-officer'],
  refuses: changeDecisionRefusals,
  context: async (tx: Transaction, states: readonly StatusChange[], given: Given<Applying>) => ({
    rules: given.rules,
    ...(await decidingContext(tx, states, given)),
  }),
} as const;

/** 审批: by the school, and by the authority where the kind asks for it; what is due takes effect at once, the rest on its day. */
export const approveStatusChanges = batchTransition(statusChanges, {
  ...decision,
  name: 'approve-status-changes',
  path: 'batch-approve',
  sentence: { zh: '批准了学籍异动', en: 'approved the status change' },
  input: {},
  decide: approveChange,
  saved: (tx, approved, { transitions, actor, given }) =>
    applyDueChanges(tx, transitions, approved, { actor, given: given! }),
});

export const rejectStatusChanges = batchTransition(statusChanges, {
  ...decision,
  name: 'reject-status-changes',
  path: 'batch-reject',
  sentence: { zh: '驳回了学籍异动', en: 'rejected the status change' },
  input: { reason: accountableReason.meta({ example: '材料不全' }) },
  decide: rejectChange,
});

export const cancelStatusChanges = batchTransition(statusChanges, {
  name: 'cancel-status-changes',
  path: 'batch-cancel',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '撤回了学籍异动', en: 'cancelled the status change' },
  input: { reason: accountableReason.meta({ example: '学生不再申请' }) },
  refuses: changeDecisionRefusals,
  decide: cancelChange,
});
