import { Body, Controller, Param } from '@nestjs/common';
import { type BodyOf, Command, Unversioned } from '#commands';
import { id } from '#contracts';
import { Tag } from '#runtime';
import { type Actor, CurrentActor, ErasureOrder } from '#security';
import { CorrectPinyin, correctPinyin } from './correct-pinyin.js';
import { ErasePerson, erasePerson } from './erase-person.js';

@Tag('persons', '个人信息: the erasure of what the law does not let stay')
@Controller('persons')
export class PersonsController {
  constructor(
    private readonly persons: ErasePerson,
    private readonly pinyin: CorrectPinyin,
  ) {}

  @Command(correctPinyin)
  @Unversioned()
  correctPinyin(
    @Param('personId', { schema: id }) personId: string,
    @Body({ schema: correctPinyin.body }) body: BodyOf<typeof correctPinyin>,
    @CurrentActor() actor: Actor,
  ) {
    return this.pinyin.correct(personId, body, actor);
  }

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
