import type { ErasureExtent } from '#contracts';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { ENDED_STATES, type RegistrationState } from './registration-states.js';

export const erasureRefusals = {
  'person-has-open-registration': {
    status: 409,
    title: '该人员学籍待审或在籍，不能删除个人信息',
    detail:
      'A registration of the person waits for a decision, or they study; nothing of them can be erased.',
    remedy: 'Reject the registration, or wait until the person has graduated or left.',
  },
} as const satisfies Record<string, RefusalWords>;

/** Registrations that nothing is decided of any more. */
const CLOSED: readonly RegistrationState[] = ['REJECTED', ...ENDED_STATES];

/**
 * What of a person may be erased, by the states of all their registrations. Who never became a student leaves nothing
 * behind. Whoever has studied, however it ended, stays in the archive of students (学籍档案) with their
 * identity: certificates rest on it. Whoever studies, or waits to be registered, is still needed whole.
 */
export function extentOfErasure(
  registrations: readonly RegistrationState[],
): Decision<ErasureExtent, CodeOf<typeof erasureRefusals>> {
  if (registrations.some((state) => !CLOSED.includes(state))) return refuse('person-has-open-registration');
  return accept(registrations.every((state) => state === 'REJECTED') ? 'WHOLE' : 'CONTACT');
}
