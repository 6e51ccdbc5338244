import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  aggregate,
  aggregateList,
  batchCreation,
  batchTransition,
  fact,
  type Given,
  step,
  type Transitions,
} from '#aggregates';
import { accept } from '#aggregates/rules';
import { day, id, RegistrationStatusChanged, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason, type Actor } from '#security';
import type { Active, OnLeave } from '../domain/registration.js';
import type { RegistrationRules } from '../domain/rules.js';
import * as rules from '../domain/status-change.js';
import { registrations } from '../registrations/registrations.js';
import { decidingOf } from '../schools/deciding.js';

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
  filters: {
    state: ['state', z.enum(rules.CHANGE_STATES)],
    schoolCode: ['school_code', schoolCode],
    registrationId: ['registration_id', id],
  },
  sorts: { changeId: ['change_id'] },
});

/** Of registrations that the caller has locked, those with a change that waits for a decision or for its day. */
export async function openChanges(
  tx: Transaction,
  registrationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select registration_id as id from status_changes
     where registration_id = any($1) and state in ('SUBMITTED', 'APPROVED')`,
    [registrationIds],
  );
  return new Set(rows.map((row) => row.id));
}

/** 申请休学、复学, for many students at once. */
export const requestStatusChanges = batchCreation(registrations, statusChanges, {
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
  context: async (tx, states, { rules: limits }: Given<{ rules: RegistrationRules }>) => ({
    limits,
    open: await openChanges(tx, states.map(({ registrationId }) => registrationId)), // prettier-ignore
  }),
  decide: (each, request, { limits, open, ...asked }) =>
    rules.requestChange(each, request, {
      ...asked,
      changeId: uuidv7(),
      changeIsOpen: open.has(each.registrationId),
      rules: limits,
    }),
});

/** 批准: what is due takes effect at once, the rest on its day. */
export const approveStatusChanges = batchTransition(statusChanges, {
  name: 'approve-status-changes',
  path: 'batch-approve',
  roles: ['school-principal', 'district-officer', 'city-officer'],
  sentence: { zh: '批准了学籍异动', en: 'approved the status change' },
  input: {},
  refuses: rules.changeDecisionRefusals,
  context: (tx, states, { actor }) => decidingOf(tx, states, actor),
  decide: (each, _input, { tierOf, ...asked }) => rules.approveChange(each, { ...asked, tier: tierOf(each) }),
  saved: (tx, approved, { transitions, actor }) => applyDueChanges(tx, transitions, approved, actor),
});

export const rejectStatusChanges = batchTransition(statusChanges, {
  name: 'reject-status-changes',
  path: 'batch-reject',
  roles: ['school-principal', 'district-officer', 'city-officer'],
  sentence: { zh: '驳回了学籍异动', en: 'rejected the status change' },
  input: { reason: accountableReason.meta({ example: '材料不全' }) },
  refuses: rules.changeDecisionRefusals,
  context: (tx, states, { actor }) => decidingOf(tx, states, actor),
  decide: (each, { reason }, { tierOf, ...asked }) =>
    rules.rejectChange(each, reason, { ...asked, tier: tierOf(each) }),
});

export const cancelStatusChanges = batchTransition(statusChanges, {
  name: 'cancel-status-changes',
  path: 'batch-cancel',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了学籍异动', en: 'cancelled the status change' },
  input: { reason: accountableReason.meta({ example: '学生不再申请' }) },
  refuses: rules.changeDecisionRefusals,
  decide: (each, _input, asked) => rules.cancelChange(each, asked),
});

/** 休学、复学 takes effect: the registration follows its change. */
export const applyStatusChange = step(registrations, {
  name: 'apply-status-change',
  refuses: rules.requestRefusals,
  decide: (each, change: rules.StatusChange, asked) => rules.applyToRegistration(each, change, asked),
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

const settle = step(statusChanges, {
  name: 'settle-status-change',
  decide: (each, refusal: string | undefined, asked) =>
    accept(each.state === 'APPROVED' ? rules.settleChange(each, refusal, asked) : each),
});

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
  const today = dayInChina(tx.at);
  const due = changes.filter(({ state, effectiveOn }) => state === 'APPROVED' && effectiveOn <= today);
  const byRegistration = new Map(due.map((change) => [change.registrationId, change]));
  const locked = await registrations.lock(tx, [...byRegistration.keys()]);
  const { saved, refused } = await transitions.take(
    tx,
    applyStatusChange,
    locked,
    ({ registrationId }) => byRegistration.get(registrationId)!,
    { actor },
  );
  const applied = new Set(saved.map(({ registrationId }) => registrationId));
  const codes = new Map(refused.map((each) => [each.id, each.code]));
  await transitions.take(
    tx,
    settle,
    due,
    ({ registrationId }) =>
      applied.has(registrationId) ? undefined : (codes.get(registrationId) ?? 'not-found'),
    { actor },
  );
}
