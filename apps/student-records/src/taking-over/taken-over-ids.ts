import { derivedId, takenOverId } from '../derived-id.js';

/** The ids of who is taken over under a number of their school; no application stands behind the first one. */
export function takenOverIds(schoolCode: string, studentNo: string) {
  const applicationId = takenOverId('student', schoolCode, studentNo);
  return { applicationId, registrationId: derivedId(applicationId, 'registration') };
}
