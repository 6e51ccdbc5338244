import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Batch, Single, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import * as move from './move-offering.js';
import {
  ListOfferings,
  OfferingExport,
  OfferingFilter,
  OfferingHistory,
  OfferingPage,
} from './list-offerings.js';
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

  @Single(move.stopOffering, OfferingView)
  stop(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: move.stopOffering.body }) input: BodyOf<typeof move.stopOffering>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(move.stopOffering, offeringId, { input, actor }, shownOffering);
  }

  @Single(move.reopenOffering, OfferingView)
  reopen(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: move.reopenOffering.body }) input: BodyOf<typeof move.reopenOffering>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(move.reopenOffering, offeringId, { input, actor }, shownOffering);
  }

  @Single(move.closeOffering, OfferingView)
  close(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: move.closeOffering.body }) input: BodyOf<typeof move.closeOffering>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(move.closeOffering, offeringId, { input, actor }, shownOffering);
  }

  @Get(':offeringId/history')
  @Summary({ zh: '查看专业点沿革', en: 'Read the history of an offering' })
  @Roles('city-officer', 'inspector', 'operator')
  @Answers(200, OfferingHistory)
  @Refuses(problems, 'not-found')
  history(@Param('offeringId', { schema: id }) offeringId: string) {
    return this.listOfferings.history(offeringId);
  }

  @Batch(move.stopOfferings)
  stopAll(
    @Body({ schema: move.stopOfferings.body }) body: BodyOf<typeof move.stopOfferings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.stopOfferings, body, { actor });
  }

  @Batch(move.reopenOfferings)
  reopenAll(
    @Body({ schema: move.reopenOfferings.body }) body: BodyOf<typeof move.reopenOfferings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.reopenOfferings, body, { actor });
  }

  @Batch(move.closeOfferings)
  closeAll(
    @Body({ schema: move.closeOfferings.body }) body: BodyOf<typeof move.closeOfferings>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(move.closeOfferings, body, { actor });
  }

  @Get()
  @Summary({ zh: '查询专业点', en: 'List the offerings' })
  @Roles(...STAFF_ROLES)
  @Answers(200, OfferingPage)
  list(@Query({ schema: OfferingFilter }) filter: OfferingFilter, @CurrentActor() actor: Actor) {
    return this.listOfferings.list(filter, actor);
  }

  @Get('export')
  @Summary({ zh: '导出专业点', en: 'Export the offerings in the layout of their import' })
  @Roles(...STAFF_ROLES)
  @AnswersWorkbook()
  async export(@Query({ schema: OfferingExport }) filter: OfferingExport, @CurrentActor() actor: Actor) {
    return workbookFile('offerings', await this.listOfferings.workbook(filter, actor));
  }
}
