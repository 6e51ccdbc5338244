import { Body, Controller, Param } from '@nestjs/common';
import { type BodyOf, Command, Unversioned } from '#commands';
import { id } from '#contracts';
import { Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import { RequestIdentityChange } from './request-identity-change.js';
import { requestCorrection, requestMerge, requestSplit } from './requests.js';

@Tag('identity-changes', '身份信息变更: corrections after the approval, and persons that are merged or split')
@Controller('persons')
export class PersonChangesController {
  constructor(private readonly requests: RequestIdentityChange) {}

  @Command(requestCorrection)
  @Unversioned()
  correct(
    @Param('personId', { schema: id }) personId: string,
    @Body({ schema: requestCorrection.body }) body: BodyOf<typeof requestCorrection>,
    @CurrentActor() actor: Actor,
  ) {
    return this.requests.correct(personId, body, actor);
  }

  @Command(requestMerge)
  merge(
    @Body({ schema: requestMerge.body }) body: BodyOf<typeof requestMerge>,
    @CurrentActor() actor: Actor,
  ) {
    return this.requests.merge(body, actor);
  }

  @Command(requestSplit)
  @Unversioned()
  split(
    @Param('personId', { schema: id }) personId: string,
    @Body({ schema: requestSplit.body }) body: BodyOf<typeof requestSplit>,
    @CurrentActor() actor: Actor,
  ) {
    return this.requests.split(personId, body, actor);
  }
}
