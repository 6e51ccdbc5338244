import { z } from 'zod';
import {
  aggregate,
  aggregateList,
  batchTransition,
  fact,
  type Given,
  step,
  type Transitions,
} from '#aggregates';
import { day, id, RegistrationStatusChanged } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason, type Actor } from '#security';
import type { Active, OnLeave, Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import * as rules from '../domain/status-change.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';

/** 异动 in its table. */
export const statusChanges = aggregate({
  name: 'status-change',
  table: 'status_changes',
  id: 'changeId',
  school: 'schoolCode',
  states: rules.StatusChange,
});

export const changeList = aggregateList(statusChanges, {
  component: 'StatusChange',
  filters: { registrationId: ['registration_id', id] },
});

/** Of registrations that the caller has locked, those with a change that waits for a decision or for its day. */
export async function openChanges(tx: Transaction, registrationIds: readonly string[]) {
  const open = `registration_id = any($1) and state in ('SUBMITTED', 'APPROVED')`;
  const changes = await statusChanges.find(tx, open, [registrationIds]);
  return new Set(changes.map(({ registrationId }) => registrationId));
}

async function requestContext(
  tx: Transaction,
  states: readonly Registration[],
  { rules: limits }: Given<{ rules: RegistrationRules }>,
) {
  return { rules: limits, open: await openChanges(tx, states.map(({ registrationId }) => registrationId)) }; // prettier-ignore
}

/** 申请休学、复学, for many students at once. */
export const requestStatusChanges = batchTransition(registrations, {
  creates: statusChanges,
  name: 'request-status-changes',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '提交了学籍异动申请', en: 'requested the status change' },
  input: {
    type: rules.ChangeType,
    reasonCode: z.enum(rules.CHANGE_REASONS).meta({ description: '异动原因' }),
    effectiveOn: day.meta({ description: '生效日期, in the past or the future', example: '2026-09-01' }),
    returnExpectedOn: day.optional().meta({ description: '应复学日期, of a leave', example: '2027-03-01' }),
    evidence: accountableReason.meta({ description: '证明材料编号', example: '休学证明〔2026〕12号' }),
  },
  refuses: rules.requestRefusals,
  context: requestContext,
  decide: rules.requestChange,
});

const decision = {
  roles: ['school-principal', 'district-officer', 'city-officer'],
  refuses: rules.changeDecisionRefusals,
  context: decidingContext,
} as const;

/** 批准: what is due takes effect at once, the rest on its day. */
export const approveStatusChanges = batchTransition(statusChanges, {
  ...decision,
  name: 'approve-status-changes',
  path: 'batch-approve',
  sentence: { zh: '批准了学籍异动', en: 'approved the status change' },
  input: {},
  decide: rules.approveChange,
  saved: (tx, approved, { transitions, actor }) => applyDueChanges(tx, transitions, approved, actor),
});

export const rejectStatusChanges = batchTransition(statusChanges, {
  ...decision,
  name: 'reject-status-changes',
  path: 'batch-reject',
  sentence: { zh: '驳回了学籍异动', en: 'rejected the status change' },
  input: { reason: accountableReason.meta({ example: '材料不全' }) },
  decide: rules.rejectChange,
});

export const cancelStatusChanges = batchTransition(statusChanges, {
  name: 'cancel-status-changes',
  path: 'batch-cancel',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了学籍异动', en: 'cancelled the status change' },
  input: { reason: accountableReason.meta({ example: '学生不再申请' }) },
  refuses: rules.changeDecisionRefusals,
  decide: rules.cancelChange,
});

/** 休学、复学 takes effect: the registration follows its change. */
export const applyStatusChange = step(registrations, {
  name: 'apply-status-change',
  refuses: rules.requestRefusals,
  decide: rules.applyToRegistration,
  noted: (_, { effectiveOn, reasonCode: reason }) => ({ effectiveOn, reason }),
  publishes: fact(RegistrationStatusChanged, (each: Active | OnLeave) => ({
    ...each,
    ...(each.state === 'ON_LEAVE'
      ? ({ from: 'ACTIVE', to: 'ON_LEAVE', changeType: 'LEAVE' } as const)
      : ({ from: 'ON_LEAVE', to: 'ACTIVE', changeType: 'RETURN' } as const)),
    effectiveOn: each.stateSince!,
    recordedAt: each.stateRecordedAt!,
  })),
});

const settle = step(statusChanges, { name: 'settle-status-change', decide: rules.settleChange });

/**
 * Applies, of changes, those approved whose day has come; a registration that has moved on meanwhile stays.
 * @param actor who approved them just now; undefined at night
 */
export async function applyDueChanges(
  tx: Transaction,
  transitions: Transitions,
  changes: readonly rules.StatusChange[],
  actor?: Actor,
): Promise<void> {
  const due = changes.filter(({ effectiveOn }) => effectiveOn <= dayInChina(tx.at));
  const byRegistration = new Map(due.map((change) => [change.registrationId, change]));
  const locked = await registrations.lock(tx, [...byRegistration.keys()]);
  const changeOf = ({ registrationId }: { registrationId: string }) => byRegistration.get(registrationId)!;
  const { refused } = await transitions.take(tx, applyStatusChange, locked, changeOf, { actor });
  const codes = new Map(refused.map(({ id: registrationId, code }) => [registrationId, code]));
  await transitions.take(tx, settle, due, ({ registrationId }) => codes.get(registrationId), { actor });
}
