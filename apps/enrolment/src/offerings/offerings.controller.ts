import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { id } from '#contracts';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { ListOfferings, OfferingFilter, OfferingPage } from './list-offerings.js';
import { OfferingView, viewsOf } from './offerings.js';
import { NewOfferings, OfferingsOpened, OpenOfferings } from './open-offerings.js';
import { stopOffering } from './stop-offering.js';

@Tag('offerings', '专业点: which school may teach which major, at which level')
@Controller('offerings')
export class OfferingsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly openOfferings: OpenOfferings,
    private readonly listOfferings: ListOfferings,
  ) {}

  @Post('batch')
  @Summary({ zh: '开设专业点', en: 'Open offerings' })
  @Roles('city-officer')
  @Answers(200, OfferingsOpened)
  open(@Body({ schema: NewOfferings }) offerings: NewOfferings, @CurrentActor() actor: Actor) {
    return this.openOfferings.open(offerings, actor);
  }

  @Single(stopOffering, OfferingView)
  stop(@Param('offeringId', { schema: id }) offeringId: string, @CurrentActor() actor: Actor) {
    return this.transitions.one(stopOffering, offeringId, { input: {}, actor }, async (tx, stopped) => {
      const [view] = await viewsOf(tx, [stopped]);
      return view!;
    });
  }

  @Get()
  @Summary({ zh: '查询专业点', en: 'List the offerings' })
  @Roles(...STAFF_ROLES)
  @Answers(200, OfferingPage)
  list(@Query({ schema: OfferingFilter }) filter: OfferingFilter) {
    return this.listOfferings.list(filter);
  }
}
