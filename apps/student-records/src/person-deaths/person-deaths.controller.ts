import { Body, Controller, Get, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import {
  confirmDeaths as confirm,
  deathList,
  declineDeaths as decline,
  reportDeaths as report,
  reverseDeaths as reverse,
} from './person-deaths.js';

@Tag(
  'person-deaths',
  '离校后死亡: reported of somebody who does not study any more, and confirmed by another one',
)
@Controller('person-deaths')
export class PersonDeathsController {
  constructor(private readonly transitions: Transitions) {}

  @Get()
  @Roles(...VIEW_ROLES)
  @Summary({ zh: '查询离校后死亡登记', en: 'List deaths of former students' })
  @Answers(200, deathList.page)
  list(@Query({ schema: deathList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(deathList, query, actor);
  }

  @Batch(report)
  report(@Body({ schema: report.body }) body: BodyOf<typeof report>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(report, body, { actor });
  }

  @Batch(confirm)
  confirm(@Body({ schema: confirm.body }) body: BodyOf<typeof confirm>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(confirm, body, { actor });
  }

  @Batch(decline)
  decline(@Body({ schema: decline.body }) body: BodyOf<typeof decline>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(decline, body, { actor });
  }

  @Batch(reverse)
  reverse(@Body({ schema: reverse.body }) body: BodyOf<typeof reverse>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(reverse, body, { actor });
  }
}
