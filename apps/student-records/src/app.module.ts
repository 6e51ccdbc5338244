import { Module } from '@nestjs/common';
import { CommandsModule } from '#commands';
import { RecordsAuditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { MessagingModule } from '#messaging';
import { AuditHeadsModule, GivenNumbersModule, RepublishModule } from '#reconciliation';
import { SealingModule, SecurityModule } from '#security';
import { REGISTRATION_RULES } from './registration-rules.js';
import { defaultRules } from './domain/rules.js';
import { ApproveGraduationBatch } from './graduation-batches/approve-graduation-batch.js';
import { CheckGraduationBatch } from './graduation-batches/check-graduation-batch.js';
import { CreateGraduationBatch } from './graduation-batches/create-graduation-batch.js';
import { ExcludeFromGraduationBatch } from './graduation-batches/exclude-from-graduation-batch.js';
import { FindGraduationBatch } from './graduation-batches/find-graduation-batch.js';
import { GraduationBatchesController } from './graduation-batches/graduation-batches.controller.js';
import { ListGraduationBatches } from './graduation-batches/list-graduation-batches.js';
import { SubmitGraduationBatch } from './graduation-batches/submit-graduation-batch.js';
import { ErasePerson } from './persons/erase-person.js';
import { PersonVault } from './persons/person-vault.js';
import { PersonsController } from './persons/persons.controller.js';
import { RepublishErasures } from './persons/republish-erasures.js';
import { ShowCertificate } from './reacts-to/certificate-issued/show-certificate.js';
import { ShowRevocation } from './reacts-to/certificate-revoked/show-revocation.js';
import { KeepDigests } from './reacts-to/digest/keep-digests.js';
import { CompleteDigests } from './reacts-to/digests-published/complete-digests.js';
import { KeepSchools } from './reacts-to/school-state/keep-schools.js';
import { SubmitRegistrations } from './reacts-to/student-checked-in/submit-registrations.js';
import { ComparisonMetrics } from './reconciliation/comparison-metrics.js';
import { DailyComparison } from './reconciliation/daily-comparison.js';
import { Reconcile } from './reconciliation/reconcile.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { ApproveRegistrations } from './registrations/approve-registrations.js';
import { FindRegistration } from './registrations/find-registration.js';
import { givenNumbers } from './registrations/given-numbers.js';
import { ListRegistrations } from './registrations/list-registrations.js';
import { RegistrationsController } from './registrations/registrations.controller.js';
import { RejectRegistrations } from './registrations/reject-registrations.js';
import { RepublishGraduations } from './registrations/republish-graduations.js';
import { RepublishRegistrations } from './registrations/republish-registrations.js';
import { RevealIdentity } from './registrations/reveal-identity.js';
import { RevokeGraduation } from './registrations/revoke-graduation.js';

/** 学籍: persons, their registrations, and the batches in which they graduate. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    SealingModule.forRoot(),
    CommandsModule,
    AuditHeadsModule.forRoot(RecordsAuditHeads),
    MessagingModule.forRoot({ service: 'student-records' }),
    RepublishModule,
    GivenNumbersModule.forRoot(givenNumbers),
  ],
  controllers: [
    RegistrationsController,
    PersonsController,
    GraduationBatchesController,
    ReconciliationController,
    SubmitRegistrations,
    KeepSchools,
    ShowCertificate,
    ShowRevocation,
    KeepDigests,
    CompleteDigests,
  ],
  providers: [
    { provide: REGISTRATION_RULES, useValue: defaultRules },
    PersonVault,
    ErasePerson,
    RepublishErasures,
    ListRegistrations,
    FindRegistration,
    ApproveRegistrations,
    RejectRegistrations,
    RevokeGraduation,
    RevealIdentity,
    ListGraduationBatches,
    CreateGraduationBatch,
    FindGraduationBatch,
    CheckGraduationBatch,
    ExcludeFromGraduationBatch,
    SubmitGraduationBatch,
    ApproveGraduationBatch,
    Reconcile,
    RepublishGraduations,
    RepublishRegistrations,
    DailyComparison,
    ComparisonMetrics,
  ],
})
export class AppModule {}
