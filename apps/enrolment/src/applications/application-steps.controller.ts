import { Body, Controller } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import * as steps from './close-applications.js';
import { noteNoShows } from './settle-admissions.js';
import { waitlistApplicants } from './waitlist.js';

@Tag('applications', '报名、录取和报到: from the application of a student to their check-in')
@Controller('applications')
export class ApplicationStepsController {
  constructor(private readonly transitions: Transitions) {}

  @Batch(waitlistApplicants)
  waitlist(
    @Body({ schema: waitlistApplicants.body }) body: BodyOf<typeof waitlistApplicants>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(waitlistApplicants, body, { actor });
  }

  @Batch(steps.handInApplications)
  handIn(
    @Body({ schema: steps.handInApplications.body }) body: BodyOf<typeof steps.handInApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.handInApplications, body, { actor });
  }

  @Batch(steps.reviewApplications)
  review(
    @Body({ schema: steps.reviewApplications.body }) body: BodyOf<typeof steps.reviewApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.reviewApplications, body, { actor });
  }

  @Batch(steps.withdrawApplications)
  withdraw(
    @Body({ schema: steps.withdrawApplications.body }) body: BodyOf<typeof steps.withdrawApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.withdrawApplications, body, { actor });
  }

  @Batch(steps.rejectApplications)
  reject(
    @Body({ schema: steps.rejectApplications.body }) body: BodyOf<typeof steps.rejectApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.rejectApplications, body, { actor });
  }

  @Batch(noteNoShows)
  noteNoShows(
    @Body({ schema: noteNoShows.body }) body: BodyOf<typeof noteNoShows>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(noteNoShows, body, { actor });
  }

  @Batch(steps.declineAdmissions)
  decline(
    @Body({ schema: steps.declineAdmissions.body }) body: BodyOf<typeof steps.declineAdmissions>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.declineAdmissions, body, { actor });
  }

  @Batch(steps.cancelApplications)
  cancel(
    @Body({ schema: steps.cancelApplications.body }) body: BodyOf<typeof steps.cancelApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.cancelApplications, body, { actor });
  }

  @Batch(steps.reconsiderApplications)
  reconsider(
    @Body({ schema: steps.reconsiderApplications.body }) body: BodyOf<typeof steps.reconsiderApplications>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.reconsiderApplications, body, { actor });
  }

  @Batch(steps.permitSecondAdmissions)
  permitSecond(
    @Body({ schema: steps.permitSecondAdmissions.body }) body: BodyOf<typeof steps.permitSecondAdmissions>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(steps.permitSecondAdmissions, body, { actor });
  }
}
