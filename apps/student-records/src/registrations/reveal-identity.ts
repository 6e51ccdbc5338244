import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { command, Commands } from '#commands';
import { Problem } from '#runtime';
import { type Actor, DESTROYED, noteReveal, RevealRequest, Sealer } from '#security';
import { HOLDER, SEALED_COLUMNS, type SealedPersonRow } from '../persons/person-row.js';
import { FullIdentity as IdentityNow, PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import {
  FORMER_PERSONS_KEY,
  FormerPerson,
  formerPersonsSubject,
  openCorrections,
  ownContact,
  statedPersonOf,
  type StatedRow,
} from './former-persons.js';

const FullIdentity = IdentityNow.extend({
  former: z
    .array(FormerPerson)
    .describe('Who the student was said to be before each correction, oldest first'),
}).meta({ id: 'FullIdentity' });
type FullIdentity = z.infer<typeof FullIdentity>;

type RevealedRow = SealedPersonRow &
  StatedRow & {
    school_code: string;
    identity_mismatch: boolean;
    former_persons_sealed: string[] | null;
  };

export const revealIdentity = command({
  name: 'reveal-identity',
  path: ':registrationId/reveal-identity',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '查看了完整身份信息', en: 'looked at the full identity' },
  body: RevealRequest,
  answers: [200, FullIdentity],
  refuses: [problems, 'not-found', 'person-erased', 'identity-mismatch'],
});

/** 查看完整身份信息: of one student at a time, with a reason, and never without an entry in the audit trail. */
@Injectable()
export class RevealIdentity {
  constructor(
    private readonly commands: Commands,
    private readonly vault: PersonVault,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, 409 person-erased */
  reveal(registrationId: string, { reason }: RevealRequest, actor: Actor): Promise<FullIdentity> {
    return this.commands.look(actor, revealIdentity.action, async (tx) => {
      const [row] = await tx.query<RevealedRow>(
        `select registrations.school_code, registrations.identity_mismatch, registrations.former_persons_sealed, registrations.registration_id, registrations.stated_person_sealed, ${FORMER_PERSONS_KEY}, persons.person_id, ${SEALED_COLUMNS}
         from registrations join persons on persons.person_id = ${HOLDER} where registration_id = $1`,
        [registrationId],
      );
      if (!row) throw new Problem(problems['not-found']);
      const stated = statedPersonOf(row, this.sealer);
      const onRecord = this.vault.fullIdentityOf(row);
      if (!onRecord) throw new Problem(problems['person-erased']);
      const identity = row.identity_mismatch ? stated : onRecord;
      if (!identity) throw new Problem(problems['identity-mismatch']);
      const looked = { aggregate: 'registration', id: registrationId, schoolCode: row.school_code };
      tx.changed(looked);
      await noteReveal(tx, actor, { ...looked, reason });
      const corrections = this.correctionsOf(registrationId, row);
      const { phone, guardian } = ownContact(corrections, row.identity_mismatch, stated) ?? identity;
      const { name, idType, idNumber } = identity;
      return {
        name,
        idType,
        idNumber,
        phone,
        guardian,
        former: corrections.flatMap(({ former }) => former ?? []),
      };
    });
  }

  private correctionsOf(registrationId: string, row: RevealedRow) {
    const { former_persons_sealed: sealed, former_persons_key: sealedKey } = row;
    if (!sealed || sealedKey === DESTROYED) return [];
    const key = this.sealer.dataKey(formerPersonsSubject(registrationId), sealedKey);
    return openCorrections(key, registrationId, sealed);
  }
}
