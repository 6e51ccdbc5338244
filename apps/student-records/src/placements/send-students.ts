import { batchTransition, type Given, transition } from '#aggregates';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import { z } from 'zod';
import { placementRefusals, sendOnPlacement } from '../domain/placement.js';
import * as moves from '../domain/placement-moves.js';
import { BREAK_REASONS } from '../domain/placement-states.js';
import type { Registration } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';
import { changedTerms, placementFields, termsOf } from './placement-fields.js';
import { type GivenRules, placements, studentsOf, studentsOfPlacements } from './placements.js';

/** 安排实习 of many students at one employer at once. */
export const sendStudents = batchTransition(registrations, {
  creates: placements,
  name: 'send-on-placement',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '安排了实习', en: 'sent the student on a placement' },
  input: placementFields,
  refuses: placementRefusals,
  context: async (tx: Transaction, states: readonly Registration[], given: Given<GivenRules>) => ({
    studentOf: await studentsOf(tx, states, given),
  }),
  decide: (each, input, { studentOf, ...context }) =>
    sendOnPlacement(termsOf(input), { ...context, ...studentOf(each) }),
  noted: (_, { fromOn: effectiveOn }) => ({ effectiveOn }),
});

const bySchool = { roles: ['school-registrar'], refuses: placementRefusals } as const;
const reason = accountableReason.meta({ example: '企业订单减少' });

/** 更正 */
export const correctPlacement = transition(placements, {
  ...bySchool,
  name: 'correct-placement',
  path: ':placementId/correct',
  sentence: { zh: '更正了实习', en: 'corrected the placement' },
  input: { ...z.object(placementFields).partial().shape, reason },
  context: studentsOfPlacements,
  decide: (known, asked, context) => moves.changePlacement(known, changedTerms(known, asked), context),
});

/** 延长, for as many as stay on. */
export const extendPlacements = batchTransition(placements, {
  ...bySchool,
  name: 'extend-placement',
  path: 'batch-extend',
  sentence: { zh: '延长了实习', en: 'extended the placement' },
  input: {
    toOn: placementFields.toOn,
    insurancePolicyNo: placementFields.insurancePolicyNo.optional(),
    agreementNo: placementFields.agreementNo.optional(),
    reason,
  },
  context: studentsOfPlacements,
  decide: (known, asked, context) => moves.changePlacement(known, changedTerms(known, asked), context),
});

const endedOn = day.meta({ description: '实习实际末日', example: '2027-06-30' });
const dated = (_: unknown, { endedOn: effectiveOn, reason: why }: { endedOn: string; reason?: string }) => ({
  effectiveOn,
  reason: why,
});

/** 结束 before the last day that was agreed. */
export const endPlacements = batchTransition(placements, {
  ...bySchool,
  name: 'end-placement',
  path: 'batch-end',
  sentence: { zh: '结束了实习', en: 'ended the placement' },
  input: { endedOn },
  decide: moves.endPlacement,
  noted: dated,
});

/** 中止 */
export const breakOffPlacements = batchTransition(placements, {
  ...bySchool,
  name: 'break-off-placement',
  path: 'batch-break-off',
  sentence: { zh: '中止了实习', en: 'broke the placement off' },
  input: { endedOn, breakReasonCode: z.enum(BREAK_REASONS).meta({ description: '中止原因' }), reason },
  decide: moves.endPlacement,
  noted: dated,
});

/** 恢复 */
export const resumePlacements = batchTransition(placements, {
  ...bySchool,
  name: 'resume-placement',
  path: 'batch-resume',
  sentence: { zh: '恢复了实习', en: 'resumed the placement' },
  input: { reason },
  context: studentsOfPlacements,
  decide: moves.resumePlacement,
});

/** 作废 */
export const cancelPlacements = batchTransition(placements, {
  ...bySchool,
  name: 'cancel-placement',
  path: 'batch-cancel',
  sentence: { zh: '作废了实习记录', en: 'cancelled the placement' },
  input: { reason },
  decide: moves.cancelPlacement,
});
