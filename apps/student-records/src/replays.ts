import { Injectable } from '@nestjs/common';
import { replayed, Republishers } from '#reconciliation';
import { enterSchool, leaveCity } from './transfers/apply-transfers.js';
import { holdRegistrations, keepRegistrations } from './transfers/decide-transfers.js';
import { recordDeath, reverseDeath } from './person-deaths/mark-records.js';
import { erasures } from './persons/erasures.js';
import { PersonVault } from './persons/person-vault.js';
import { approveRegistrations } from './registrations/approve-registrations.js';
import { followIdentityChange } from './registrations/follow-identity-change.js';
import { completeRegistrations, graduateRegistrations } from './registrations/graduate-registrations.js';
import { registrations } from './registrations/registrations.js';
import { rejectRegistrations } from './registrations/reject-registrations.js';
import { resumeStudies, revokeGraduation } from './registrations/revoke-graduation.js';
import { formerGraduates } from './former-graduates/former-graduates.js';
import { revokeFormerGraduates, takeOverGraduate } from './former-graduates/take-over-graduates.js';
import { takeOverRegistration } from './taking-over/take-over.js';
import { applyStatusChange } from './status-changes/apply-due-changes.js';

/** What an operator can have replayed: everything that student records publishes but digests. */
@Injectable()
export class Replays {
  constructor(republishers: Republishers, vault: PersonVault) {
    const steps = [
      holdRegistrations,
      keepRegistrations,
      leaveCity,
      enterSchool,
      takeOverRegistration,
      approveRegistrations,
      followIdentityChange,
      rejectRegistrations,
      applyStatusChange,
      graduateRegistrations,
      completeRegistrations,
      revokeGraduation,
      resumeStudies,
      recordDeath,
      reverseDeath,
    ];
    const given = { vault, sealer: vault.sealer };
    republishers.register(
      ...replayed(registrations, steps, given),
      ...replayed(formerGraduates, [takeOverGraduate, revokeFormerGraduates], given),
      ...replayed(erasures, []),
    );
  }
}
