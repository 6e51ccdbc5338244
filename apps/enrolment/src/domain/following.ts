import { accept, type Decision, refuse } from '#aggregates/rules';
import type { RegistrationState } from '#contracts';
import { type Application, isOneOf, type Returned } from './application.js';
import type { wrongState } from './refusals.js';

/** What becomes of an application after the check-in: student records decides, and enrolment follows. */

/** 退回: only who waits for the registration; a late rejection does not touch who is registered. */
export function giveBack(
  application: Application,
  { registrationId, reason: returnReason }: { readonly registrationId: string; readonly reason: string },
): Decision<Returned, keyof typeof wrongState> {
  if (application.state !== 'CHECKED_IN') return refuse('wrong-state');
  return accept({ ...application, state: 'RETURNED', registrationId, returnReason });
}

/** What student records says of a registration; `studentNo` wherever it is approved. */
export interface RegistrationNews {
  readonly registrationId: string;
  readonly studentNo?: string;
  readonly state: RegistrationState;
  readonly version: number;
  readonly on: string;
  /** of a death after the end of the study; null where it is taken back */
  readonly diedOn?: string | null;
}

/** States of a registration that hold the person no longer: they may apply again. */
const ENDS: readonly RegistrationState[] = [
  'TRANSFERRED_OUT',
  'WITHDRAWN',
  'EXPELLED',
  'DECEASED',
  'CANCELLED',
  'GRADUATED',
  'COMPLETED',
  'GRADUATION_REVOKED',
];

export const endsStudy = (state: RegistrationState): boolean => ENDS.includes(state);

/**
 * 学籍: the application follows its registration, from the approval to its end and, where the end is taken back, to its
 * going on. What student records said earlier and what comes later, by another topic, changes nothing.
 */
export function followRegistration(
  application: Application,
  { registrationId, studentNo, state, version, on, diedOn }: RegistrationNews,
): Decision<Application, keyof typeof wrongState> {
  if (!isOneOf(['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED'], application)) return refuse('wrong-state');
  const known = application.state === 'CHECKED_IN' ? undefined : application;
  if (known && isOlder({ registrationId, version }, known)) return accept(application);
  const number = studentNo ?? known?.studentNo;
  if (number === undefined) return refuse('wrong-state');
  const followed = { ...application, registrationId, studentNo: number, registrationVersion: version };
  if (!endsStudy(state)) return accept({ ...followed, ...NOT_ENDED, state: 'REGISTERED' });
  const ended = { state: 'STUDY_ENDED', endedAs: state, endedOn: on } as const;
  const knownAs = known?.state === 'STUDY_ENDED' ? known.deceasedOn : undefined;
  const deceasedOn = state === 'DECEASED' ? on : diedOn === undefined ? knownAs : (diedOn ?? undefined);
  return accept({ ...followed, ...ended, deceasedOn });
}

/**
 * Of one record the version tells which news is newer. Who is transferred (转学) goes on by another record, made later, and so
 * with a higher id; what comes late of the one before changes nothing.
 */
const isOlder = (
  { registrationId, version }: Pick<RegistrationNews, 'registrationId' | 'version'>,
  known: { readonly registrationId: string; readonly registrationVersion?: number | undefined },
): boolean =>
  known.registrationId === registrationId
    ? known.registrationVersion !== undefined && known.registrationVersion >= version
    : registrationId < known.registrationId;

const NOT_ENDED = { endedAs: undefined, endedOn: undefined, deceasedOn: undefined };
