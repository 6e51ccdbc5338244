import { Body, Controller, Param } from '@nestjs/common';
import { Command, Unversioned } from '#commands';
import { id } from '#contracts';
import { Tag } from '#runtime';
import { type Actor, CurrentActor, ErasureOrder } from '#security';
import { ErasePerson, erasePerson } from './erase-person.js';

@Tag('persons', '个人信息: the erasure of what the law does not let stay')
@Controller('persons')
export class PersonsController {
  constructor(private readonly persons: ErasePerson) {}

  @Command(erasePerson)
  @Unversioned()
  erase(
    @Param('personId', { schema: id }) personId: string,
    @Body({ schema: erasePerson.body }) order: ErasureOrder,
    @CurrentActor() actor: Actor,
  ) {
    return this.persons.erase(personId, order, actor);
  }
}
