import type { ApplicationState } from './application.js';

/** Why the person of an application cannot be erased here, by its state; undefined where they can. */
export function refusalToErase(
  state: ApplicationState,
): 'admission-is-live' | 'erased-by-student-records' | undefined {
  switch (state) {
    case 'SUBMITTED':
    case 'ERASED':
      return undefined;
    case 'ADMITTED':
      return 'admission-is-live';
    case 'CHECKED_IN':
    case 'REGISTERED':
    case 'RETURNED':
      return 'erased-by-student-records';
    default:
      return state satisfies never;
  }
}
