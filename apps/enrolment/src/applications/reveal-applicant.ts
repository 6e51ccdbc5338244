import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { command, Commands } from '#commands';
import { moment, person } from '#contracts';
import { Problem } from '#runtime';
import { type Actor, noteReveal, RevealRequest, Sealer } from '#security';
import { problems } from '../problems.js';
import { findApplication, formerPersons, personOf } from './applications.js';

/** What is masked or not shown at all otherwise. */
const FullIdentity = person
  .pick({ name: true, idType: true, idNumber: true, phone: true, guardian: true })
  .extend({
    former: z
      .array(
        person
          .pick({ name: true, idType: true, idNumber: true, birthDate: true, sex: true })
          .extend({ correctedBy: z.string(), correctedAt: moment }),
      )
      .describe('Who the applicant was said to be before each correction, oldest first'),
  })
  .meta({ id: 'FullIdentity' });
type FullIdentity = z.infer<typeof FullIdentity>;

export const revealIdentity = command({
  name: 'reveal-identity',
  path: ':applicationId/reveal-identity',
  roles: ['school-admissions', 'city-officer'],
  sentence: { zh: '查看了完整身份信息', en: 'looked at the full identity' },
  body: RevealRequest,
  answers: [200, FullIdentity],
  refuses: [problems, 'not-found', 'application-erased'],
});

/** 查看完整身份信息: of one applicant at a time, with a reason, and never without an entry in the audit trail. */
@Injectable()
export class RevealApplicant {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, 409 application-erased */
  reveal(applicationId: string, { reason }: RevealRequest, actor: Actor): Promise<FullIdentity> {
    return this.commands.look(actor, revealIdentity.action, async (tx) => {
      const found = await findApplication(tx, applicationId);
      if (!found) throw new Problem(problems['not-found']);
      const identity = personOf(found.application, found.sealedKey, this.sealer);
      if (!identity) throw new Problem(problems['application-erased']);
      const { schoolCode } = found.application;
      const looked = { aggregate: 'application', id: applicationId, schoolCode };
      tx.changed(looked);
      await noteReveal(tx, actor, { ...looked, reason });
      const { name, idType, idNumber, phone, guardian } = identity;
      return FullIdentity.parse({
        name,
        idType,
        idNumber,
        phone,
        guardian,
        former: formerPersons(found, this.sealer),
      });
    });
  }
}
