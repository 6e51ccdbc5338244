import { z } from 'zod';
import { accept, type Asked, type Decision, type RefusalWords } from '#aggregates/rules';
import { parseIdNumber } from '#national-codes';
import { type Application, isOneOf, PENDING_STATES, SEATED_STATES } from './application.js';
import { correctionRefusals, decline, withdraw } from './application-moves.js';
import type { wrongState } from './refusals.js';

/** What an outside platform delivers: each application has a number there, and a number stands for one application. */

/** The number under which a platform keeps an application. It stands in addresses, so it may name nobody. */
export const platformNumber = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .refine((number) => !parseIdNumber('RESIDENT_ID', number).ok, {
    params: { code: 'names-a-person' },
    message: '平台编号不得使用证件号码',
  })
  .meta({
    description: 'Number of the application at the platform 平台编号; no ID number',
    example: 'ZZ-2026-000001',
  });

export const deliveryRefusals = {
  ...correctionRefusals,
  'number-twice-in-delivery': {
    status: 422,
    title: '同一批次中该编号出现多次且内容不同',
    detail: 'The delivery names this platform number several times, with contents that differ.',
    remedy: 'Deliver each application once, with what holds of it.',
  },
  'number-of-another-school': {
    status: 409,
    title: '该编号已用于另一所院校的报名，改报请撤回后使用新编号',
    detail: 'Under this number an application to another school was delivered.',
    remedy: 'Withdraw the application under this number and deliver the other under a new one.',
  },
  'school-has-taken-over': {
    status: 409,
    title: '院校已开始处理该报名，请联系院校更正',
    detail: 'Somebody else has had a hand in the application since it was delivered.',
    remedy: 'Have the school correct the application; or withdraw it and deliver it under a new number.',
  },
} as const satisfies Record<string, RefusalWords>;

/**
 * Other content under a number that is known is a correction, as long as nobody but the platform has had a hand in the
 * application: what the school has corrected is not overwritten by what the platform knew before.
 * @returns why it is none; undefined where it may be corrected
 */
export function whyNotCorrected(
  application: Application,
  { schoolCode, subject }: { readonly schoolCode: string; readonly subject: string },
): keyof typeof deliveryRefusals | undefined {
  if (application.erasedAt || !isOneOf(PENDING_STATES, application)) return 'wrong-state';
  if (application.contributors.some((each) => each !== subject)) return 'school-has-taken-over';
  return application.schoolCode === schoolCode ? undefined : 'number-of-another-school';
}

/** The applicant has withdrawn at the platform: a seat that they had is free. Told again, it is done already. */
export function withdrawDelivered(
  application: Application,
  asked: Asked,
): Decision<Application, keyof typeof wrongState> {
  if (isOneOf(['WITHDRAWN', 'DECLINED'], application)) return accept(application);
  return isOneOf(SEATED_STATES, application) ? decline(application, asked) : withdraw(application, asked);
}
