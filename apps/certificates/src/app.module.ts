import { Module } from '@nestjs/common';
import { AggregatesModule } from '#aggregates';
import { CommandsModule } from '#commands';
import { auditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { JobsModule } from '#jobs';
import { MessagingModule } from '#messaging';
import {
  AuditHeadsModule,
  ReservedNumbersModule,
  ReconciliationModule,
  RepublishModule,
} from '#reconciliation';
import { SealingModule, SecurityModule } from '#security';
import { certificateDigests } from './certificates/certificate-digests.js';
import { CertificatesController } from './certificates/certificates.controller.js';
import { FindCertificates } from './certificates/find-certificates.js';
import { reservedNumbers } from './certificates/reserved-numbers.js';
import { RevokeCertificatesOfStudy } from './reacts-to/early-leaving-revoked/revoke-certificates-of-study.js';
import { RevokeTakenOver } from './reacts-to/former-graduate-revoked/revoke-taken-over.js';
import { TakeOverCertificates } from './reacts-to/former-graduate-taken-over/take-over-certificates.js';
import { RevokeCertificates } from './reacts-to/graduation-revoked/revoke-certificates.js';
import { NoteDifferences } from './reacts-to/identity-corrected/note-differences.js';
import { KeepSchools } from './reacts-to/school-state/keep-schools.js';
import { CertifyCompletions } from './reacts-to/student-completed/certify-completions.js';
import { CertifyEarlyLeavings } from './reacts-to/student-left-early/certify-early-leavings.js';
import { IssueCertificates } from './reacts-to/student-graduated/issue-certificates.js';
import { Replays } from './replays.js';

/** 证书: what graduations become, and what undoes them. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    SealingModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot(),
    AuditHeadsModule.forRoot(auditHeads('certificates')),
    MessagingModule.forRoot({ service: 'certificates' }),
    ReconciliationModule.forRoot(certificateDigests),
    AggregatesModule,
    RepublishModule,
    ReservedNumbersModule.forRoot(reservedNumbers),
  ],
  controllers: [
    CertificatesController,
    IssueCertificates,
    CertifyCompletions,
    CertifyEarlyLeavings,
    RevokeCertificates,
    RevokeCertificatesOfStudy,
    TakeOverCertificates,
    RevokeTakenOver,
    NoteDifferences,
    KeepSchools,
  ],
  providers: [FindCertificates, Replays],
})
export class AppModule {}
