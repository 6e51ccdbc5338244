import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Single, type Transition, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Answers, AnswersWorkbook, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import * as steps from './cooperate.js';
import { CooperationShares, ShareExport, ShareFilter, SharePage } from './cooperation-shares.js';
import { OfferingView, shownOffering } from './offerings.js';

@Tag('offerings', '专业点: which school may teach which major, at which level')
@Controller('offerings')
export class CooperationsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly shares: CooperationShares,
  ) {}

  @Single(steps.addCooperation, OfferingView)
  add(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: steps.addCooperation.body }) input: BodyOf<typeof steps.addCooperation>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(steps.addCooperation, offeringId, input, actor);
  }

  @Single(steps.correctCooperation, OfferingView)
  correct(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: steps.correctCooperation.body }) input: BodyOf<typeof steps.correctCooperation>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(steps.correctCooperation, offeringId, input, actor);
  }

  @Single(steps.endCooperation, OfferingView)
  end(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: steps.endCooperation.body }) input: BodyOf<typeof steps.endCooperation>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(steps.endCooperation, offeringId, input, actor);
  }

  @Single(steps.withdrawCooperation, OfferingView)
  withdraw(
    @Param('offeringId', { schema: id }) offeringId: string,
    @Body({ schema: steps.withdrawCooperation.body }) input: BodyOf<typeof steps.withdrawCooperation>,
    @CurrentActor() actor: Actor,
  ) {
    return this.taken(steps.withdrawCooperation, offeringId, input, actor);
  }

  private taken<Input>(step: Transition<any, Input>, offeringId: string, input: Input, actor: Actor) {
    return this.transitions.one(step, offeringId, { input, actor }, shownOffering);
  }

  @Get('cooperation-shares')
  @Summary({ zh: '统计校企合作占比', en: 'Count the majors and offerings with a cooperation' })
  @Roles(...STAFF_ROLES)
  @Answers(200, SharePage)
  list(@Query({ schema: ShareFilter }) query: z.infer<typeof ShareFilter>, @CurrentActor() actor: Actor) {
    return this.shares.list(query, actor);
  }

  @Get('cooperation-shares/export')
  @Summary({ zh: '导出校企合作占比', en: 'Export the shares of cooperation' })
  @Roles(...STAFF_ROLES)
  @AnswersWorkbook()
  async export(
    @Query({ schema: ShareExport }) query: z.infer<typeof ShareExport>,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('cooperation-shares', await this.shares.workbook(query, actor));
  }
}
