import { z } from 'zod';
import { transition } from '#aggregates';
import { day, LEVELS } from '#contracts';
import { accountableReason } from '#security';
import { exemptionRefusals, grantExemption, withdrawExemption } from '../domain/school.js';
import { schools } from './schools.js';

const level = z.enum(LEVELS).meta({ description: '培养层次', example: 'SENIOR' });
const reason = accountableReason.meta({ example: '试点办学' });

/** 授予层次例外 */
export const grantLevelExemption = transition(schools, {
  name: 'grant-level-exemption',
  path: ':schoolCode/grant-level-exemption',
  roles: ['city-officer'],
  sentence: { zh: '授予了培养层次例外', en: 'granted the exemption for a level' },
  input: {
    level,
    from: day.meta({ description: 'First day', example: '2026-09-01' }),
    to: day.meta({ description: 'Last day', example: '2027-08-31' }),
    reason,
  },
  refuses: exemptionRefusals,
  decide: grantExemption,
});

/** 收回层次例外 */
export const withdrawLevelExemption = transition(schools, {
  name: 'withdraw-level-exemption',
  path: ':schoolCode/withdraw-level-exemption',
  roles: ['city-officer'],
  sentence: { zh: '收回了培养层次例外', en: 'withdrew the exemption for a level' },
  input: { level, reason },
  refuses: exemptionRefusals,
  decide: withdrawExemption,
});
