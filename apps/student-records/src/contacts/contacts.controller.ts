import { Body, Controller, Param } from '@nestjs/common';
import { type BodyOf, Command, Repeatable, Unversioned } from '#commands';
import { id } from '#contracts';
import { Tag } from '#runtime';
import { type Actor, CurrentActor, RevealRequest } from '#security';
import { ChangeContact, changeContact } from './change-contact.js';
import { RevealContact, revealContact } from './reveal-contact.js';

@Tag('contacts', '联系信息: phone, address, household region and guardians of students')
@Controller('registrations')
export class ContactsController {
  constructor(
    private readonly contact: ChangeContact,
    private readonly revealed: RevealContact,
  ) {}

  @Command(changeContact)
  @Unversioned()
  change(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: changeContact.body }) body: BodyOf<typeof changeContact>,
    @CurrentActor() actor: Actor,
  ) {
    return this.contact.change(registrationId, body, actor);
  }

  @Command(revealContact)
  @Repeatable()
  reveal(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Body({ schema: RevealRequest }) request: RevealRequest,
    @CurrentActor() actor: Actor,
  ) {
    return this.revealed.reveal(registrationId, request, actor);
  }
}
