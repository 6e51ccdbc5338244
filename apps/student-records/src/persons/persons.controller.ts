import { Body, Controller, Param, Post } from '@nestjs/common';
import { Unversioned } from '#commands';
import { id } from '#contracts';
import { Answers, Refuses, Tag } from '#runtime';
import { type Actor, CurrentActor, ErasureOrder, Roles } from '#security';
import { problems } from '../problems.js';
import { ErasePerson, Erasure } from './erase-person.js';

@Tag('persons', '个人信息: the erasure of what the law does not let stay')
@Controller('persons')
export class PersonsController {
  constructor(private readonly erasePerson: ErasePerson) {}

  @Post(':personId/erase')
  @Unversioned()
  @Roles('city-officer')
  @Answers(200, Erasure)
  @Refuses(problems, 'not-found', 'person-has-open-registration')
  erase(
    @Param('personId', { schema: id }) personId: string,
    @Body({ schema: ErasureOrder }) order: ErasureOrder,
    @CurrentActor() actor: Actor,
  ) {
    return this.erasePerson.erase(personId, order, actor);
  }
}
