import { z } from 'zod';
import { batchTransition } from '#aggregates';
import { accountableReason } from '#security';
import { WARNING_CODES } from '../domain/field-rules.js';
import { acknowledge, acknowledgementRefusals } from '../domain/warnings.js';
import { applications } from './applications.js';

/** 确认提示: of many applications at once, since one cause often warns of many, such as the phone of a class teacher. */
export const acknowledgeWarnings = batchTransition(applications, {
  name: 'acknowledge-warnings',
  path: 'batch-acknowledge-warnings',
  roles: ['school-admissions', 'city-officer'],
  sentence: { zh: '确认了报名信息提示', en: 'acknowledged warnings of the application' },
  input: {
    codes: z
      .array(z.enum(WARNING_CODES))
      .min(1)
      .meta({ example: ['shared-phone'] }),
    reason: accountableReason.meta({ example: '已与学生核对' }),
  },
  refuses: acknowledgementRefusals,
  decide: acknowledge,
  noted: (_, { reason }) => ({ reason }),
});
