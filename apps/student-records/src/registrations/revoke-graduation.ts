import { fact, step } from '#aggregates';
import { GraduationRevoked, RegistrationStatusChanged } from '#contracts';
import { revocationRefusals, revokeGraduation as revoke } from '../domain/registration.js';
import type { Active } from '../domain/registration-states.js';
import { resumeStudies as resume } from '../domain/resumption.js';
import { registrations } from './registrations.js';

/** 撤销毕业: certificate, lookup and employment case follow by the event. A step of the decision of two officers. */
export const revokeGraduation = step(registrations, {
  name: 'revoke-graduation',
  refuses: revocationRefusals,
  decide: revoke,
  publishes: fact(GraduationRevoked),
});

/** 恢复在读: where the revocation leads back to the studies; enrolment holds the person again by the event. */
export const resumeStudies = step(registrations, {
  name: 'resume-studies',
  refuses: revocationRefusals,
  decide: resume,
  publishes: fact(RegistrationStatusChanged, (each: Active) => ({
    ...each,
    from: 'GRADUATION_REVOKED' as const,
    to: 'ACTIVE' as const,
    changeType: 'RESUMPTION',
    effectiveOn: each.stateSince!,
    recordedAt: each.stateRecordedAt!,
  })),
});
