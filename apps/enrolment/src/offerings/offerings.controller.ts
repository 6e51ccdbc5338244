import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { ListOfferings, OfferingFilter, OfferingPage } from './list-offerings.js';
import { OfferingView, viewsOf } from './offerings.js';
import { OpenOfferings, openOfferings } from './open-offerings.js';
import { stopOffering } from './stop-offering.js';

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
