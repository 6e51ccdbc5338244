import { Body, Controller, Get, Param } from '@nestjs/common';
import { type BodyOf, Command, Unversioned } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { DeliverPoliceMatches, deliverPoliceMatches } from './deliver-police-matches.js';
import { FindPoliceMatches, PoliceMatches } from './find-police-matches.js';

@Tag(
  'police-matches',
  '公安比对: what the police say of documents and names, as the city’s data exchange delivers it',
)
@Controller()
export class PoliceMatchesController {
  constructor(
    private readonly delivery: DeliverPoliceMatches,
    private readonly matches: FindPoliceMatches,
  ) {}

  @Command(deliverPoliceMatches)
  @Unversioned()
  deliver(
    @Body({ schema: deliverPoliceMatches.body }) body: BodyOf<typeof deliverPoliceMatches>,
    @CurrentActor() actor: Actor,
  ) {
    return this.delivery.deliver(body, actor);
  }

  @Get('registrations/:registrationId/police-matches')
  @Summary({ zh: '查询公安比对结果', en: 'List what the police say of the identity' })
  @Roles(...VIEW_ROLES)
  @Answers(200, PoliceMatches)
  @Refuses(problems, 'not-found')
  list(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.matches.list(registrationId, actor);
  }
}
