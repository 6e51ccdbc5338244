import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { id } from '#contracts';
import { Answers, Refuses } from '#runtime';
import { type Actor, CurrentActor, ErasureOrder, Roles } from '#security';
import { problems } from '../problems.js';
import { ErasePerson, Erasure } from './erase-person.js';

@ApiTags('persons')
@Controller('persons')
export class PersonsController {
  constructor(private readonly erasePerson: ErasePerson) {}

  @Post(':personId/erase')
  @Roles('city-officer')
  @Answers(200, Erasure)
  @Refuses(problems, 'not-found', 'person-has-open-registration')
  erase(
    @Param('personId', { schema: id }) personId: string,
    @Body({ schema: ErasureOrder }) order: ErasureOrder,
    @CurrentActor() actor: Actor,
  ) {
    return this.erasePerson.run(personId, order, actor);
  }
}
