import type { ErasureExtent } from '#contracts';
import { accept, type Decision, refuse } from './decision.js';
import type { RegistrationState } from './registration.js';

export type ErasureRefusal = 'not-found' | 'person-has-open-registration';

/** Registrations that nothing is decided of any more. */
const CLOSED: readonly RegistrationState[] = ['REJECTED', 'GRADUATED', 'GRADUATION_REVOKED'];

/**
 * What of a person may be erased, by the states of all their registrations. Who never became a student leaves nothing
 * behind. A graduate, also one whose graduation was revoked, stays in the archive of students (学籍档案) with their
 * identity: certificates rest on it. Whoever studies, or waits to be registered, is still needed whole.
 */
export function extentOfErasure(
  registrations: readonly RegistrationState[],
): Decision<ErasureExtent, ErasureRefusal> {
  if (registrations.some((state) => !CLOSED.includes(state))) return refuse('person-has-open-registration');
  return accept(registrations.every((state) => state === 'REJECTED') ? 'WHOLE' : 'CONTACT');
}
