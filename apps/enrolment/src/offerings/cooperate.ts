import { v7 as uuidv7 } from 'uuid';
import { transition } from '#aggregates';
import { COOPERATION_KINDS, day, id } from '#contracts';
import { type Actor, accountableReason, clearText } from '#security';
import { z } from 'zod';
import * as rules from '../domain/cooperation.js';
import { uscc } from '../schools/school-fields.js';
import { offerings } from './offerings.js';

/** Of each: schools keep their agreements themselves; the city may mend them. */
const cooperating = {
  roles: ['school-admissions', 'city-officer'],
  refuses: rules.cooperationRefusals,
  context: (_tx: unknown, _states: unknown, { actor }: { actor?: Actor }) =>
    Promise.resolve({ ofSchool: actor?.schoolCode }),
} as const;

const agreement = {
  kind: z.enum(COOPERATION_KINDS).meta({ description: '合作形式', example: 'ORDER_CLASS' }),
  uscc: uscc.meta({ description: '合作企业统一社会信用代码' }),
  enterpriseName: clearText(100).meta({ description: '合作企业名称', example: '样例企业' }),
  agreementNo: clearText(100).meta({ description: '协议编号', example: '样例〔2026〕1号' }),
  from: day.meta({ description: 'First day of the agreement', example: '2026-01-01' }),
  to: day.optional().meta({ description: 'Last day, where it has one', example: '2028-12-31' }),
};
const cooperationId = id.describe('Id of the cooperation, as the offering lists it');

/** 登记校企合作 */
export const addCooperation = transition(offerings, {
  ...cooperating,
  name: 'add-cooperation',
  path: ':offeringId/add-cooperation',
  sentence: { zh: '登记了专业点的校企合作', en: 'added a cooperation of the offering' },
  input: agreement,
  decide: (each, added, asking) => rules.addCooperation(each, { ...added, cooperationId: uuidv7() }, asking),
});

/** 更正校企合作 */
export const correctCooperation = transition(offerings, {
  ...cooperating,
  name: 'correct-cooperation',
  path: ':offeringId/correct-cooperation',
  sentence: { zh: '更正了专业点的校企合作', en: 'corrected a cooperation of the offering' },
  input: { cooperationId, ...agreement, reason: accountableReason.meta({ example: '协议编号有误' }) },
  decide: (each, { reason: _reason, ...corrected }, asking) =>
    rules.correctCooperation(each, corrected, asking),
});

/** 终止校企合作 */
export const endCooperation = transition(offerings, {
  ...cooperating,
  name: 'end-cooperation',
  path: ':offeringId/end-cooperation',
  sentence: { zh: '终止了专业点的校企合作', en: 'ended a cooperation of the offering' },
  input: {
    cooperationId,
    lastDay: day.meta({ description: 'Last day of the cooperation', example: '2026-06-30' }),
    reason: accountableReason.meta({ example: '协议解除' }),
  },
  decide: rules.endCooperation,
});

/** 撤回误登的校企合作 */
export const withdrawCooperation = transition(offerings, {
  ...cooperating,
  name: 'withdraw-cooperation',
  path: ':offeringId/withdraw-cooperation',
  sentence: { zh: '撤回了误登的校企合作', en: 'withdrew a cooperation that was entered by mistake' },
  input: { cooperationId, reason: accountableReason.meta({ example: '误登到其他专业点' }) },
  decide: rules.withdrawCooperation,
});
