import { z } from 'zod';
import { batchTransition, transition } from '#aggregates';
import { accountableReason } from '#security';
import * as rules from '../domain/plan-adjustment.js';
import { decisionContext } from './decide-plan-lines.js';
import { planLines } from './plan-lines.js';

const askers = ['school-admissions', 'city-officer'] as const;
const ofAuthority = { roles: ['district-officer', 'city-officer'] } as const;
const reason = accountableReason.meta({ example: '报名人数超过计划' });

/** Most seats of a line. [D] */
export const MAX_SEATS = 100_000;
export const seats = z.int().min(0).max(MAX_SEATS);

/** 申请调整. The city asks like a school: another officer decides. */
export const requestPlanAdjustment = transition(planLines, {
  roles: askers,
  name: 'request-plan-adjustment',
  path: ':planLineId/request-adjustment',
  sentence: { zh: '申请了调整招生计划', en: 'asked to adjust the plan line' },
  input: { planned: seats.describe('计划人数, as it shall be').meta({ example: 60 }), reason },
  refuses: rules.adjustmentRequestRefusals,
  decide: rules.requestAdjustment,
});

/** 批准调整: the number of seats changes under the lock under which seats are given. */
export const approvePlanAdjustments = batchTransition(planLines, {
  ...ofAuthority,
  name: 'approve-plan-adjustments',
  path: 'approve-adjustments',
  sentence: { zh: '批准了招生计划调整', en: 'approved the adjustment of the plan line' },
  input: {},
  refuses: rules.adjustmentRefusals,
  context: decisionContext,
  decide: (each, _input, { about, ...asked }) => rules.approveAdjustment(each, { ...asked, ...about(each) }),
  noted: (after) => ({ reason: 'adjustment' in after ? after.adjustment?.reason : undefined }),
});

/** 退回调整 */
export const returnPlanAdjustments = batchTransition(planLines, {
  ...ofAuthority,
  name: 'return-plan-adjustments',
  path: 'return-adjustments',
  sentence: { zh: '退回了招生计划调整', en: 'returned the adjustment of the plan line' },
  input: { reason },
  refuses: rules.adjustmentRefusals,
  context: decisionContext,
  decide: (each, input, { about, ...asked }) =>
    rules.returnAdjustment(each, input, { ...asked, ...about(each) }),
});

/** 撤回调整申请 */
export const recallPlanAdjustments = batchTransition(planLines, {
  roles: askers,
  name: 'recall-plan-adjustments',
  path: 'recall-adjustments',
  sentence: { zh: '撤回了招生计划调整申请', en: 'recalled the adjustment of the plan line' },
  input: {},
  refuses: rules.adjustmentRecallRefusals,
  decide: (each) => rules.recallAdjustment(each),
});
