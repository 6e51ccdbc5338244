import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { closeOffering, reopenOffering, stopOffering } from './move-offering.js';
import { ListOfferings, OfferingFilter, OfferingHistory, OfferingPage } from './list-offerings.js';
import { OfferingView, shownOffering } from './offerings.js';
import { OpenOfferings, openOfferings } from './open-offerings.js';

@Tag('offerings', '专业点: which school may teach which major, at which level')
@Controller('offerings')
export class OfferingsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly opening: OpenOfferings,
    private readonly listOfferings: ListOfferings,
  ) {}

  @Command(openOfferings)
  open(
    @Body({ schema: openOfferings.body }) offerings: BodyOf<typeof openOfferings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.opening.open(offerings, actor);
  }

  @Single(stopOffering, OfferingView)
  stop(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: stopOffering.body }) input: BodyOf<typeof stopOffering>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(stopOffering, offeringId, { input, actor }, shownOffering);
  }

  @Single(reopenOffering, OfferingView)
  reopen(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: reopenOffering.body }) input: BodyOf<typeof reopenOffering>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(reopenOffering, offeringId, { input, actor }, shownOffering);
  }

  @Single(closeOffering, OfferingView)
  close(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: closeOffering.body }) input: BodyOf<typeof closeOffering>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(closeOffering, offeringId, { input, actor }, shownOffering);
  }

  @Get(':offeringId/history')
  @Summary({ zh: '查看专业点沿革', en: 'Read the history of an offering' })
  @Roles('city-officer', 'inspector', 'operator')
  @Answers(200, OfferingHistory)
  @Refuses(problems, 'not-found')
  history(@Param('offeringId', { schema: id }) offeringId: string) {
    return this.listOfferings.history(offeringId);
  }

  @Get()
  @Summary({ zh: '查询专业点', en: 'List the offerings' })
  @Roles(...STAFF_ROLES)
  @Answers(200, OfferingPage)
  list(@Query({ schema: OfferingFilter }) filter: OfferingFilter) {
    return this.listOfferings.list(filter);
  }
}
