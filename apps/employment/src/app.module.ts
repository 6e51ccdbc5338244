import { Module } from '@nestjs/common';
import { AggregatesModule } from '#aggregates';
import { CommandsModule } from '#commands';
import { auditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { JobsModule } from '#jobs';
import { MessagingModule } from '#messaging';
import { AuditHeadsModule, ReconciliationModule, RepublishModule } from '#reconciliation';
import { SecurityModule } from '#security';
import { caseDigests } from './cases/case-digests.js';
import { CasesController } from './cases/cases.controller.js';
import { FindCases } from './cases/find-cases.js';
import { ReportOutcome } from './cases/report-outcome.js';
import { ShowCertificate } from './reacts-to/certificate-issued/show-certificate.js';
import { ShowRevocation } from './reacts-to/certificate-revoked/show-revocation.js';
import { EraseNames } from './reacts-to/erasure-state/erase-names.js';
import { CancelCases } from './reacts-to/graduation-revoked/cancel-cases.js';
import { RenameCases } from './reacts-to/identity-corrected/rename-cases.js';
import { KeepSchools } from './reacts-to/school-state/keep-schools.js';
import { NoteDeathsOfGraduates } from './reacts-to/death-recorded/note-deaths-of-graduates.js';
import { AskForOutcomesAgain } from './reacts-to/death-reversed/ask-for-outcomes-again.js';
import { NoteDeaths } from './reacts-to/registration-status-changed/note-deaths.js';
import { OpenCases } from './reacts-to/student-graduated/open-cases.js';
import { Replays } from './replays.js';

/** 就业: cases that graduations open, and what is reported on them. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot(),
    AuditHeadsModule.forRoot(auditHeads('employment')),
    MessagingModule.forRoot({ service: 'employment' }),
    ReconciliationModule.forRoot(caseDigests),
    AggregatesModule,
    RepublishModule,
  ],
  controllers: [
    CasesController,
    OpenCases,
    CancelCases,
    ShowCertificate,
    ShowRevocation,
    EraseNames,
    NoteDeaths,
    NoteDeathsOfGraduates,
    AskForOutcomesAgain,
    RenameCases,
    KeepSchools,
  ],
  providers: [FindCases, ReportOutcome, Replays],
})
export class AppModule {}
