import { Module } from '@nestjs/common';
import { ShowCertificate } from '../reacts-to/certificate-issued/show-certificate.js';
import { ShowRevocation } from '../reacts-to/certificate-revoked/show-revocation.js';
import { SubmitRegistrations } from '../reacts-to/student-checked-in/submit-registrations.js';
import { CorrectIdentity } from './correct-identity.js';
import { FindByDocument } from './find-by-document.js';
import { FindRegistrations } from './find-registrations.js';
import { RegistrationsController } from './registrations.controller.js';
import { RevealIdentity } from './reveal-identity.js';

/** 学籍 */
@Module({
  controllers: [RegistrationsController, SubmitRegistrations, ShowCertificate, ShowRevocation],
  providers: [FindRegistrations, FindByDocument, RevealIdentity, CorrectIdentity],
})
export class RegistrationsModule {}
