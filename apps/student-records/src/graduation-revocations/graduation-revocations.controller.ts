import { Body, Controller, Get, Query } from '@nestjs/common';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import {
  approveRevocations as approve,
  declineRevocations as decline,
  proposeRevocations as propose,
  revocationList,
  withdrawRevocations as withdraw,
} from './graduation-revocations.js';

@Tag(
  'graduation-revocations',
  '撤销毕业、撤销结业: proposed by one officer of the city, and decided by another one',
)
@Controller('graduation-revocations')
export class GraduationRevocationsController {
  constructor(private readonly transitions: Transitions) {}

  @Get()
  @Roles('city-officer', 'inspector')
  @Summary({ zh: '查询撤销毕业', en: 'List revocations of graduations' })
  @Answers(200, revocationList.page)
  list(@Query({ schema: revocationList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(revocationList, query, actor);
  }

  @Batch(propose)
  propose(@Body({ schema: propose.body }) body: BodyOf<typeof propose>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(propose, body, { actor });
  }

  @Batch(approve)
  approve(@Body({ schema: approve.body }) body: BodyOf<typeof approve>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(approve, body, { actor });
  }

  @Batch(decline)
  decline(@Body({ schema: decline.body }) body: BodyOf<typeof decline>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(decline, body, { actor });
  }

  @Batch(withdraw)
  withdraw(@Body({ schema: withdraw.body }) body: BodyOf<typeof withdraw>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(withdraw, body, { actor });
  }
}
