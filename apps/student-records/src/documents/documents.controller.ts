import { Body, Controller, Param } from '@nestjs/common';
import { type BodyOf, Command, Unversioned } from '#commands';
import { id } from '#contracts';
import { Tag } from '#runtime';
import { type Actor, CurrentActor } from '#security';
import { StateValidity, stateValidity } from './state-validity.js';

@Tag('documents', '证件有效期: how long the documents of students are valid')
@Controller('registrations')
export class DocumentsController {
  constructor(private readonly validities: StateValidity) {}

  @Command(stateValidity)
  @Unversioned()
  state(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: stateValidity.body }) body: BodyOf<typeof stateValidity>,
    @CurrentActor() actor: Actor,
  ) {
    return this.validities.state(registrationId, body, actor);
  }
}
