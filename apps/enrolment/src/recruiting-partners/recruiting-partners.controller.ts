import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Single, type Transition, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import type { RecruitingPartner } from '../domain/recruiting-partner.js';
import { problems } from '../problems.js';
import { addPartner, IntakeFilter, KeepPartners, PartnerIntake } from './keep-partners.js';
import {
  correctPartner,
  endPartner,
  PartnerHistory,
  partnerList,
  reinstatePartner,
  type Things,
} from './recruiting-partners.js';

@Tag('recruiting-partners', '市外合作招生: partners outside of the city through whom people apply')
@Controller('recruiting-partners')
export class RecruitingPartnersController {
  constructor(
    private readonly transitions: Transitions,
    private readonly partners: KeepPartners,
  ) {}

  @Get()
  @Summary({ zh: '查询市外合作单位', en: 'List the partners outside of the city' })
  @Roles(...STAFF_ROLES)
  @Answers(200, partnerList.page)
  list(@Query({ schema: partnerList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(partnerList, query, actor);
  }

  @Get('intake')
  @Summary({ zh: '按市外合作单位统计报名、录取和报到人数', en: 'Count applications and intake by partner' })
  @Roles(...STAFF_ROLES)
  @Answers(200, PartnerIntake)
  intake(
    @Query({ schema: IntakeFilter }) filter: z.infer<typeof IntakeFilter>,
    @CurrentActor() actor: Actor,
  ) {
    return this.partners.intake(filter, actor);
  }

  @Get(':partnerId/history')
  @Summary({ zh: '查看市外合作单位沿革', en: 'Read the history of a partner' })
  @Roles('city-officer', 'inspector', 'operator')
  @Answers(200, PartnerHistory)
  @Refuses(problems, 'not-found')
  history(@Param('partnerId', { schema: id }) partnerId: string) {
    return this.partners.history(partnerId);
  }

  @Command(addPartner)
  add(@Body({ schema: addPartner.body }) partner: BodyOf<typeof addPartner>, @CurrentActor() actor: Actor) {
    return this.partners.add(partner, actor);
  }

  @Single(correctPartner, partnerList.view)
  correct(
    @Param('partnerId', { schema: id }) partnerId: string,
    @Body({ schema: correctPartner.body }) input: BodyOf<typeof correctPartner>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(correctPartner, partnerId, input, actor);
  }

  @Single(endPartner, partnerList.view)
  end(
    @Param('partnerId', { schema: id }) partnerId: string,
    @Body({ schema: endPartner.body }) input: BodyOf<typeof endPartner>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(endPartner, partnerId, input, actor);
  }

  @Single(reinstatePartner, partnerList.view)
  reinstate(
    @Param('partnerId', { schema: id }) partnerId: string,
    @Body({ schema: reinstatePartner.body }) input: BodyOf<typeof reinstatePartner>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(reinstatePartner, partnerId, input, actor);
  }

  private moved<Input>(
    act: Transition<RecruitingPartner, Input, Things>,
    partnerId: string,
    input: Input,
    actor: Actor,
  ) {
    const given = { rules: this.partners.rules };
    return this.transitions.one(act, partnerId, { input, actor, given }, (_, partner) =>
      Promise.resolve(partner),
    );
  }
}
