import { addDays, monthsBetween } from './months.js';
import type { Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';

/** 肄业: withdrawn after so many months that were really studied, without leave. Who was expelled or struck off is given nothing. [M, D] */
export function isEarlyLeaving(
  registration: Registration,
  { earlyLeavingMonthsAtLeast }: Pick<RegistrationRules, 'earlyLeavingMonthsAtLeast'>,
): boolean {
  if (registration.state !== 'WITHDRAWN') return false;
  const { startOn, endedOn, daysAway = 0 } = registration;
  return monthsBetween(startOn, addDays(endedOn, -daysAway)) >= earlyLeavingMonthsAtLeast;
}
