import {
  GraduationRevoked,
  type Identity,
  RegistrationApproved,
  RegistrationRejected,
  StudentGraduated,
} from '#contracts';
import { eventOf } from '#messaging';
import type {
  Graduated,
  GraduationRevoked as Revoked,
  Registered,
  Rejected,
} from '../domain/registration.js';
import type { GraduationSchool } from '../schools/school-row.js';

export function registrationApproved(registration: Registered, approvedAt: string) {
  const { registrationId, personId, applicationId, schoolCode, studentNo, version } = registration;
  return eventOf(RegistrationApproved, {
    data: { registrationId, personId, applicationId, schoolCode, studentNo, approvedAt },
    version,
  });
}

export function registrationRejected(registration: Rejected, rejectedAt: string) {
  const { registrationId, personId, applicationId, schoolCode, reason, version } = registration;
  return eventOf(RegistrationRejected, {
    data: { registrationId, personId, applicationId, schoolCode, reason, rejectedAt },
    version,
  });
}

/** The graduation as it was on that day. */
export interface Graduation {
  readonly registration: Graduated | Revoked;
  readonly identity: Identity;
  readonly school: GraduationSchool;
  readonly approvedAt: string;
  /** When it is told again and a certificate is known of. */
  readonly certificateNo?: string;
}

export function studentGraduated({ registration, ...graduation }: Graduation) {
  const { registrationId, personId, applicationId, schoolCode, studentNo, version } = registration;
  const { major, level, studyMode, programmeType, employer, startOn, durationMonths } = registration;
  const { graduatedOn, graduationBatchId } = registration;
  return eventOf(StudentGraduated, {
    data: {
      registrationId, personId, applicationId, schoolCode, studentNo, major, level, studyMode, programmeType,
      employer, startOn, durationMonths, graduatedOn, graduationBatchId, ...graduation,
    }, // prettier-ignore
    version,
  });
}

export function graduationRevoked(registration: Revoked, revokedAt: string) {
  const { registrationId, personId, applicationId, schoolCode, decisionNo, version } = registration;
  return eventOf(GraduationRevoked, {
    data: { registrationId, personId, applicationId, schoolCode, decisionNo, revokedAt },
    version,
  });
}
