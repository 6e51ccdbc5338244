import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type BodyOf, command, Commands } from '#commands';
import { day } from '#contracts';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { whyNotValid } from '../domain/document-validity.js';
import { holderOf } from '../domain/registration-states.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { RegistrationView } from '../registrations/registration-view.js';
import { showRegistration } from '../registrations/show-registration.js';
import { registrations } from '../registrations/registrations.js';
import { keepValidities } from './keep-validities.js';

/** 证件有效期, as it is printed. */
export const validity = {
  idValidFrom: day.meta({ description: '证件有效期起', example: '2021-05-06' }),
  idValidTo: day.optional().meta({ description: '证件有效期止; 长期 where left out', example: '2031-05-06' }),
};

export const stateValidity = command({
  name: 'state-document-validity',
  path: ':registrationId/document-validity',
  roles: ['school-registrar'],
  sentence: { zh: '登记了证件有效期', en: 'stated how long the document is valid' },
  body: z.strictObject(validity),
  answers: [200, RegistrationView],
  refuses: [problems, 'not-found', 'person-erased', 'identity-mismatch', 'document-days-disordered'],
});

/** 登记证件有效期, of the document on record; a renewed one that has the same number is stated again. */
@Injectable()
export class StateValidity {
  constructor(
    private readonly commands: Commands,
    private readonly vault: PersonVault,
  ) {}

  /** @throws Problem 404, 409 */
  state(
    registrationId: string,
    stated: BodyOf<typeof stateValidity>,
    actor: Actor,
  ): Promise<RegistrationView> {
    return this.commands.run(actor, stateValidity.action, async (tx) => {
      const [registration] = await registrations.lock(tx, [registrationId]);
      if (!registration) throw new Problem(problems['not-found']);
      const refusal = whyNotValid(registration, stated, dayInChina(tx.at));
      if (refusal) throw new Problem(problems[refusal]);
      const kept = await keepValidities(tx, this.vault, new Map([[holderOf(registration), stated]]));
      if (kept.size === 0) throw new Problem(problems['person-erased']);
      const { schoolCode } = registration;
      tx.changed({ aggregate: registrations.name, id: registrationId, schoolCode });
      return showRegistration(tx, this.vault, registrationId);
    });
  }
}
