import { Module } from '@nestjs/common';
import { defaultStudyRules } from '../domain/study-rules.js';
import { EraseApplications } from '../reacts-to/erasure-state/erase-applications.js';
import { MarkRegistered } from '../reacts-to/registration-approved/mark-registered.js';
import { ReturnApplicants } from '../reacts-to/registration-rejected/return-applicants.js';
import { ApplicationImport } from './application-import.js';
import { ApplicationsController } from './applications.controller.js';
import { CountWarnings } from './count-warnings.js';
import { FindApplications } from './find-applications.js';
import { RevealApplicant } from './reveal-applicant.js';
import { STUDY_RULES } from './study-rules.js';
import { SubmitApplication } from './submit-application.js';

/** 报名、录取和报到 */
@Module({
  controllers: [
    ApplicationImport,
    ApplicationsController,
    MarkRegistered,
    EraseApplications,
    ReturnApplicants,
  ],
  providers: [
    { provide: STUDY_RULES, useValue: defaultStudyRules },
    SubmitApplication,
    CountWarnings,
    FindApplications,
    RevealApplicant,
  ],
})
export class ApplicationsModule {}
