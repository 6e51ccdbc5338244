import { Module } from '@nestjs/common';
import { KeepIssuedCertificates, KeepRevokedCertificates } from '#copies';
import { SubmitRegistrations } from '../reacts-to/student-checked-in/submit-registrations.js';
import { FindRegistrations } from './find-registrations.js';
import { RegistrationsController } from './registrations.controller.js';
import { RevealIdentity } from './reveal-identity.js';

/** 学籍 */
@Module({
  controllers: [
    RegistrationsController,
    SubmitRegistrations,
    KeepIssuedCertificates,
    KeepRevokedCertificates,
  ],
  providers: [FindRegistrations, RevealIdentity],
})
export class RegistrationsModule {}
