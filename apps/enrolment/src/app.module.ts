import { Module } from '@nestjs/common';
import { CommandsModule } from '#commands';
import { auditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { ImportingModule, SEALED_IMPORTS } from '#importing';
import { JobsModule } from '#jobs';
import { MessagingModule } from '#messaging';
import { AuditHeadsModule, RepublishModule } from '#reconciliation';
import { SealingModule, SecurityModule } from '#security';
import { AdmitApplicants } from './applications/admit-applicants.js';
import { ApplicationImport } from './applications/application-import.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { CheckInApplicants } from './applications/check-in-applicants.js';
import { EraseApplication } from './applications/erase-application.js';
import { FindApplications } from './applications/find-applications.js';
import { RepublishCheckIns } from './applications/republish-check-ins.js';
import { RevealApplicant } from './applications/reveal-applicant.js';
import { SubmitApplication } from './applications/submit-application.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { ListMajors } from './catalogue/list-majors.js';
import { LoadCatalogue } from './catalogue/load-catalogue.js';
import { ListOfferings } from './offerings/list-offerings.js';
import { OfferingsController } from './offerings/offerings.controller.js';
import { OpenOfferings } from './offerings/open-offerings.js';
import { StopOffering } from './offerings/stop-offering.js';
import { DraftPlanLines } from './plans/draft-plan-lines.js';
import { ListPlanUsage } from './plans/list-usage.js';
import { PlansController } from './plans/plans.controller.js';
import { PublishPlanLines } from './plans/publish-plan-lines.js';
import { DraftQualification } from './qualifications/draft-qualification.js';
import { ListPublishedQualifications } from './qualifications/list-published.js';
import { MoveQualification } from './qualifications/move-qualification.js';
import { QualificationsController } from './qualifications/qualifications.controller.js';
import { EraseApplications } from './reacts-to/erasure-state/erase-applications.js';
import { MarkRegistered } from './reacts-to/registration-approved/mark-registered.js';
import { ReturnApplicants } from './reacts-to/registration-rejected/return-applicants.js';
import { RepublishStates } from './republish-states.js';
import { FindSchools } from './schools/find-schools.js';
import { RegisterSchool } from './schools/register-school.js';
import { SchoolsController } from './schools/schools.controller.js';

const schools = [RegisterSchool, FindSchools];
const qualifications = [DraftQualification, MoveQualification, ListPublishedQualifications];
const catalogue = [LoadCatalogue, ListMajors];
const offerings = [OpenOfferings, StopOffering, ListOfferings];
const plans = [DraftPlanLines, PublishPlanLines, ListPlanUsage];
const applications = [
  SubmitApplication,
  AdmitApplicants,
  CheckInApplicants,
  FindApplications,
  EraseApplication,
  RevealApplicant,
];

/** 招生: from the schools that may recruit to the students who have checked in. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    SealingModule.forRoot([SEALED_IMPORTS]),
    CommandsModule,
    JobsModule,
    AuditHeadsModule.forRoot(auditHeads('enrolment')),
    MessagingModule.forRoot({ service: 'enrolment' }),
    RepublishModule,
    ImportingModule,
  ],
  controllers: [
    SchoolsController,
    QualificationsController,
    CatalogueController,
    OfferingsController,
    PlansController,
    ApplicationImport,
    ApplicationsController,
    MarkRegistered,
    EraseApplications,
    ReturnApplicants,
  ],
  providers: [
    ...schools,
    ...qualifications,
    ...catalogue,
    ...offerings,
    ...plans,
    ...applications,
    RepublishStates,
    RepublishCheckIns,
  ],
})
export class AppModule {}
