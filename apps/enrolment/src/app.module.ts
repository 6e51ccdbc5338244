import { Module } from '@nestjs/common';
import { AggregatesModule } from '#aggregates';
import { CommandsModule } from '#commands';
import { auditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { ImportingModule, SEALED_IMPORTS } from '#importing';
import { JobsModule } from '#jobs';
import { MessagingModule } from '#messaging';
import { AuditHeadsModule, RepublishModule } from '#reconciliation';
import { SealingModule, SecurityModule } from '#security';
import { ApplicationsModule } from './applications/applications.module.js';
import { AuthoritiesModule } from './authorities/authorities.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { MajorReviewsModule } from './major-reviews/major-reviews.module.js';
import { OfferingsModule } from './offerings/offerings.module.js';
import { PlansModule } from './plans/plans.module.js';
import { PublicModule } from './public/public.module.js';
import { QualificationsModule } from './qualifications/qualifications.module.js';
import { Replays } from './replays.js';
import { RecruitingPartnersModule } from './recruiting-partners/recruiting-partners.module.js';
import { SchoolsModule } from './schools/schools.module.js';
import { UnifiedPlatformModule } from './unified-platform/unified-platform.module.js';

/** 招生: from the schools that may recruit to the students who have checked in. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    SealingModule.forRoot([SEALED_IMPORTS]),
    CommandsModule,
    JobsModule.forRoot(),
    AuditHeadsModule.forRoot(auditHeads('enrolment')),
    MessagingModule.forRoot({ service: 'enrolment' }),
    AggregatesModule,
    RepublishModule,
    ImportingModule,
    AuthoritiesModule,
    SchoolsModule,
    QualificationsModule,
    CalendarModule,
    PublicModule,
    CatalogueModule,
    OfferingsModule,
    MajorReviewsModule,
    PlansModule,
    ApplicationsModule,
    UnifiedPlatformModule,
    RecruitingPartnersModule,
  ],
  providers: [Replays],
})
export class AppModule {}
