import { Module } from '@nestjs/common';
import { AggregatesModule } from '#aggregates';
import { CommandsModule } from '#commands';
import { auditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { FilesModule } from '#files';
import { ImportingModule, SEALED_IMPORTS } from '#importing';
import { JobsModule } from '#jobs';
import { MessagingModule } from '#messaging';
import { AuditHeadsModule, ReservedNumbersModule, RepublishModule } from '#reconciliation';
import { SealingModule, SecurityModule } from '#security';
import { ClassesModule } from './classes/classes.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { GraduationBatchesModule } from './graduation-batches/graduation-batches.module.js';
import { IdentityChangesModule } from './identity-changes/identity-changes.module.js';
import { PartTimeModule } from './part-time/part-time.module.js';
import { PersonsModule } from './persons/persons.module.js';
import { PoliceMatchesModule } from './police-matches/police-matches.module.js';
import { PhotosModule } from './photos/photos.module.js';
import { KeepOfferings } from './reacts-to/offering-state/keep-offerings.js';
import { KeepPlanLines } from './reacts-to/plan-line-state/keep-plan-lines.js';
import { KeepCutOffs } from './reacts-to/season-calendar-state/keep-cut-offs.js';
import { KeepSchools } from './reacts-to/school-state/keep-schools.js';
import { ComparisonModule } from './reconciliation/comparison.module.js';
import { reservedNumbers } from './registrations/reserved-numbers.js';
import { RegistrationsModule } from './registrations/registrations.module.js';
import { Replays } from './replays.js';
import { StatusChangesModule } from './status-changes/status-changes.module.js';
import { CreditsModule } from './credits/credits.module.js';
import { StudyTermsModule } from './study-terms/study-terms.module.js';
import { HonoursModule } from './honours/honours.module.js';
import { PlacementsModule } from './placements/placements.module.js';
import { FormerGraduatesModule } from './former-graduates/former-graduates.module.js';
import { TakingOverModule } from './taking-over/taking-over.module.js';
import { TermsModule } from './terms/terms.module.js';
import { TransfersModule } from './transfers/transfers.module.js';
import { WorkingDaysModule } from './working-days/working-days.module.js';
import { SupervisionModule } from './supervision/supervision.module.js';

/** 学籍: persons, their registrations, and the batches in which they graduate. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    SealingModule.forRoot([SEALED_IMPORTS]),
    CommandsModule,
    JobsModule.forRoot(),
    AuditHeadsModule.forRoot(auditHeads('student-records')),
    MessagingModule.forRoot({ service: 'student-records' }),
    AggregatesModule,
    ImportingModule,
    FilesModule,
    RepublishModule,
    ReservedNumbersModule.forRoot(reservedNumbers),
    PersonsModule,
    RegistrationsModule,
    PhotosModule,
    PoliceMatchesModule,
    ContactsModule,
    DocumentsModule,
    EvidenceModule,
    StatusChangesModule,
    WorkingDaysModule,
    ClassesModule,
    StudyTermsModule,
    CreditsModule,
    TermsModule,
    TakingOverModule,
    FormerGraduatesModule,
    TransfersModule,
    PlacementsModule,
    HonoursModule,
    GraduationBatchesModule,
    PartTimeModule,
    SupervisionModule,
    FiguresModule,
    IdentityChangesModule,
    ComparisonModule,
  ],
  controllers: [KeepSchools, KeepOfferings, KeepPlanLines, KeepCutOffs],
  providers: [Replays],
})
export class AppModule {}
