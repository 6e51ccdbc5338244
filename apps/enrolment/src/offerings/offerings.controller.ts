import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { id } from '#contracts';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { ListOfferings, OfferingFilter, OfferingPage } from './list-offerings.js';
import { OfferingView } from './offering-row.js';
import { NewOfferings, OfferingsOpened, OpenOfferings } from './open-offerings.js';
import { StopOffering } from './stop-offering.js';

@Tag('offerings', '专业点: which school may teach which major, at which level')
@Controller('offerings')
export class OfferingsController {
  constructor(
    private readonly openOfferings: OpenOfferings,
    private readonly stopOffering: StopOffering,
    private readonly listOfferings: ListOfferings,
  ) {}

  @Post('batch')
  @Roles('city-officer')
  @Answers(200, OfferingsOpened)
  open(@Body({ schema: NewOfferings }) offerings: NewOfferings, @CurrentActor() actor: Actor) {
    return this.openOfferings.run(offerings, actor);
  }

  @Post(':offeringId/stop')
  @Roles('city-officer')
  @Answers(200, OfferingView)
  @Refuses(problems, 'not-found', 'wrong-state')
  stop(@Param('offeringId', { schema: id }) offeringId: string, @CurrentActor() actor: Actor) {
    return this.stopOffering.run(offeringId, actor);
  }

  @Get()
  @Roles(...STAFF_ROLES)
  @Answers(200, OfferingPage)
  list(@Query({ schema: OfferingFilter }) filter: OfferingFilter) {
    return this.listOfferings.run(filter);
  }
}
