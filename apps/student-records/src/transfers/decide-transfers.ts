import { batchTransition, type Following, type Given, step } from '#aggregates';
import { id } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { accountableReason, clearText } from '#security';
import { classes } from '../classes/classes.js';
import * as rules from '../domain/transfer.js';
import * as ends from '../domain/transfer-end.js';
import { holdForTransfer, keepAfterTransfer } from '../domain/transfer-effect.js';
import { transferStepRefusals as refuses } from '../domain/transfer-refusals.js';
import type { Transfer } from '../domain/transfer-states.js';
import { registrations } from '../registrations/registrations.js';
import { requestRefusals } from '../domain/change-refusals.js';
import { applyDueTransfers } from './apply-transfers.js';
import { actingContext, heldContext, receivingContext } from './transfer-context.js';
import { transferFact } from './transfer-facts.js';
import { type Limits, transfers } from './transfers.js';

export const holdRegistrations = step(registrations, {
  name: 'hold-for-transfer',
  refuses: { 'not-active': requestRefusals['not-active'] },
  decide: holdForTransfer,
  publishes: transferFact,
});

export const keepRegistrations = step(registrations, {
  name: 'keep-after-transfer',
  decide: keepAfterTransfer,
  publishes: transferFact,
});

const idsOf = (of: readonly Pick<Transfer, 'registrationId'>[]) =>
  of.map(({ registrationId }) => registrationId);

/** Students whose transfer goes no further study on at their school, whoever has refused it. */
export const keepStudents = (
  tx: Transaction,
  ended: readonly Transfer[],
  { transitions, actor }: Pick<Following, 'transitions' | 'actor'>,
) =>
  acrossSchools(tx, async (all) => {
    const locked = await registrations.lock(all, idsOf(ended));
    await transitions.take(all, keepRegistrations, locked, {}, { actor });
  });

/** 同意转出, by the principal of the school that the student leaves: from then on the student is being transferred. */
export const releaseTransfers = batchTransition(transfers, {
  name: 'release-transfers',
  path: 'batch-release',
  roles: ['school-principal'],
  sentence: { zh: '同意了转出', en: 'released the student' },
  input: {},
  refuses,
  context: async (tx, states, given: Given<Limits>) => {
    const locked = await registrations.lock(tx, idsOf(states));
    const byId = new Map(locked.map((each) => [each.registrationId, each]));
    const held = await heldContext(tx, locked, given);
    return { ...(await actingContext(tx, states, given)), byId, held };
  },
  decide: (each, input, { byId, held, ...context }) => {
    const registration = byId.get(each.registrationId);
    // Only the school that the student leaves sees the record.
    if (!registration) return { ok: false, code: 'other-school-decides' };
    return rules.releaseTransfer(each, input, { ...context, registration, held: held(each) });
  },
  saved: async (tx, released, { transitions, actor }) => {
    const locked = await registrations.lock(tx, idsOf(released));
    await transitions.take(tx, holdRegistrations, locked, {}, { actor });
  },
});

/** 同意接收, for an offering of the receiving school, and a class of it. */
export const acceptTransfers = batchTransition(transfers, {
  name: 'accept-transfers',
  path: 'batch-accept',
  roles: ['school-registrar', 'school-principal'],
  sentence: { zh: '同意了接收转入', en: 'accepted the transfer' },
  input: {
    targetOfferingId: id.meta({ description: '接收专业点, of the receiving school' }),
    targetClassId: id.optional().meta({ description: '拟编入班级, from the day of the transfer on' }),
  },
  refuses,
  context: async (tx, states, given: Given<Limits>, inputOf) => {
    const { receivingOf } = await receivingContext(tx, states.map((each) => ({ ...each, ...inputOf(each) }))); // prettier-ignore
    const targets = await classes.find(tx, 'class_id = any($1)', [states.flatMap((each) => inputOf(each).targetClassId ?? [])]); // prettier-ignore
    const locked = await acrossSchools(tx, (all) => registrations.find(all, 'registration_id = any($1)', [idsOf(states)])); // prettier-ignore
    const byId = new Map(locked.map((each) => [each.registrationId, each]));
    return { ...(await actingContext(tx, states, given)), receivingOf, targets, byId };
  },
  decide: (each, input, { receivingOf, targets, byId, ...context }) =>
    rules.acceptTransfer(each, input, {
      ...context,
      registration: byId.get(each.registrationId)!,
      receiving: receivingOf({ ...each, ...input }),
      targetClass: targets.find(({ classId }) => classId === input.targetClassId),
    }),
});

/** 审批转学, by the authorities of both schools. */
export const approveTransfers = batchTransition(transfers, {
  name: 'approve-transfers',
  path: 'batch-approve',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '批准了转学', en: 'approved the transfer' },
  input: {
    filingNo: clearText(100).optional().meta({ description: '本市备案号, of a transfer out of the city', example: '渝转备〔2026〕1号' }),
    outsideFilingNo: clearText(100).optional().meta({ description: '对方省市备案号', example: '川转备〔2026〕1号' }),
  },
  refuses,
  context: async (tx, states, given: Given<Limits>) => ({
    ...(await actingContext(tx, states, given)),
    ...(await receivingContext(tx, states)),
  }),
  decide: (each, input, context) => rules.approveTransfer(each, input, context),
  saved: applyDueTransfers,
}); // prettier-ignore

/** 退回转学, by whose step it is. */
export const rejectTransfers = batchTransition(transfers, {
  name: 'reject-transfers',
  path: 'batch-reject',
  roles: ['school-registrar', 'school-principal', 'district-officer', 'city-officer'],
  sentence: { zh: '退回了转学申请', en: 'refused the transfer' },
  input: { reason: accountableReason.meta({ example: '接收专业点已满员' }) },
  refuses,
  context: actingContext,
  decide: ends.rejectTransfer,
  saved: keepStudents,
});

export const cancelTransfers = batchTransition(transfers, {
  name: 'cancel-transfers',
  path: 'batch-cancel',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了转学申请', en: 'cancelled the transfer' },
  input: { reason: accountableReason.meta({ example: '学生不再申请' }) },
  refuses,
  context: actingContext,
  decide: ends.cancelTransfer,
  saved: keepStudents,
});
