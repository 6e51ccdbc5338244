import { Module } from '@nestjs/common';
import { defaultStudyRules } from '../domain/study-rules.js';
import { IdentityConflictsController } from '../identity-conflicts/identity-conflicts.controller.js';
import { EraseApplications } from '../reacts-to/erasure-state/erase-applications.js';
import { NoteRevocation } from '../reacts-to/graduation-revoked/note-revocation.js';
import { FollowCorrection } from '../reacts-to/identity-corrected/follow-correction.js';
import { HoldTakenOver } from '../reacts-to/registration-taken-over/hold-taken-over.js';
import { MarkRegistered } from '../reacts-to/registration-approved/mark-registered.js';
import { ReturnApplicants } from '../reacts-to/registration-rejected/return-applicants.js';
import { FollowTransfer } from '../reacts-to/student-transferred/follow-transfer.js';
import { FollowStatusChange } from '../reacts-to/registration-status-changed/follow-status-change.js';
import { CloseToAdmissions } from '../reacts-to/death-recorded/close-to-admissions.js';
import { OpenToAdmissions } from '../reacts-to/death-reversed/open-to-admissions.js';
import { EndCompletedStudy } from '../reacts-to/student-completed/end-completed-study.js';
import { EndStudy } from '../reacts-to/student-graduated/end-study.js';
import { ApplicationImport } from './application-import.js';
import { ApplicationStepsController } from './application-steps.controller.js';
import { ApplicationsController } from './applications.controller.js';
import { CheckInsController } from './check-ins.controller.js';
import { CorrectApplication } from './correct-application.js';
import { CountWarnings } from './count-warnings.js';
import { FindApplications } from './find-applications.js';
import { RevealApplicant } from './reveal-applicant.js';
import { CheckInImport } from './import-check-ins.js';
import { STUDY_RULES } from './study-rules.js';
import { SettleAdmissions } from './settle-admissions.js';
import { SubmitApplication } from './submit-application.js';
import { OfferFreeSeats } from './waitlist.js';
import { ListUnqualifiedAdmissions } from './unqualified-admissions.js';
import { UnqualifiedAdmissionsController } from './unqualified-admissions.controller.js';

/** 报名、录取和报到 */
@Module({
  controllers: [
    ApplicationImport,
    CheckInImport,
    CheckInsController,
    ApplicationsController,
    ApplicationStepsController,
    IdentityConflictsController,
    UnqualifiedAdmissionsController,
    MarkRegistered,
    HoldTakenOver,
    FollowStatusChange,
    FollowTransfer,
    EndStudy,
    EndCompletedStudy,
    CloseToAdmissions,
    OpenToAdmissions,
    NoteRevocation,
    EraseApplications,
    ReturnApplicants,
    FollowCorrection,
  ],
  providers: [
    { provide: STUDY_RULES, useValue: defaultStudyRules },
    OfferFreeSeats,
    SettleAdmissions,
    SubmitApplication,
    CorrectApplication,
    CountWarnings,
    FindApplications,
    RevealApplicant,
    ListUnqualifiedAdmissions,
  ],
  exports: [STUDY_RULES],
})
export class ApplicationsModule {}
