import { z } from 'zod';
import { batchTransition } from '#aggregates';
import { accountableReason, clearText } from '#security';
import { REVERSAL_REASONS } from '../domain/change-kinds.js';
import { requestReversal, reversalRequestRefusals } from '../domain/change-reversal.js';
import { resumptions } from '../graduation-revocations/revocation-context.js';
import { registrations } from '../registrations/registrations.js';
import { openChanges, statusChanges } from './status-changes.js';

/** 申请撤销异动: a change of its own, which is decided on and takes effect as every other one. */
export const reverseStatusChanges = batchTransition(statusChanges, {
  creates: statusChanges,
  name: 'reverse-status-changes',
  path: 'batch-reverse',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '申请撤销学籍异动', en: 'requested the reversal of the status change' },
  input: {
    reasonCode: z.enum(REVERSAL_REASONS).meta({ description: '撤销原因', example: 'ENTERED_IN_ERROR' }),
    evidence: accountableReason.meta({ description: '证明材料编号', example: '更正说明〔2026〕2号' }),
    decisionNo: clearText(100)
      .optional()
      .meta({ description: '决定文号, where one asks for it', example: '申诉决定〔2026〕1号' }),
  },
  refuses: reversalRequestRefusals,
  context: async (tx, states) => {
    const ids = [...new Set(states.map(({ registrationId }) => registrationId))];
    const locked = await registrations.lock(tx, ids);
    const byId = new Map(locked.map((each) => [each.registrationId, each]));
    return { byId, open: await openChanges(tx, ids), resumed: await resumptions(tx, ids) };
  },
  decide: (each, request, { byId, resumed, ...context }) => {
    const registration = byId.get(each.registrationId)!;
    const resumedAt = resumed.get(each.registrationId);
    const decision = requestReversal(each, request, { ...context, registration, resumedAt });
    if (decision.ok) context.open.add(each.registrationId);
    return decision;
  },
});
