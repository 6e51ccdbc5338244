import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { whyNotLocked } from '#aggregates';
import { command, Commands } from '#commands';
import { id } from '#contracts';
import { Problem } from '#runtime';
import { type Actor, noteReveal, RevealRequest, Sealer } from '#security';
import { cityDecides } from '../domain/deciding.js';
import { problems } from '../problems.js';
import { decidingContext } from '../schools/deciding.js';
import { identityChanges } from './identity-changes.js';
import { identitiesOf, StatedIdentity } from './sealed-identities.js';

const RevealedIdentityChange = z
  .object({
    changeId: id,
    old: StatedIdentity.describe('Who the person was by the papers before'),
    new: StatedIdentity.describe('Who they are by the papers since'),
  })
  .meta({ id: 'RevealedIdentityChange' });
type RevealedIdentityChange = z.infer<typeof RevealedIdentityChange>;

export const revealIdentityChange = command({
  name: 'reveal-identity-change',
  path: ':changeId/reveal-identities',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '查看了身份信息变更的完整信息', en: 'looked at the full change of identity' },
  body: RevealRequest,
  answers: [200, RevealedIdentityChange],
  refuses: [problems, 'not-found', 'person-erased', 'city-decides', 'other-authority'],
});

/** 查看身份信息变更完整信息: who decides on names and numbers compares them with the papers, and never without an entry in the audit trail. */
@Injectable()
export class RevealIdentityChange {
  constructor(
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 403 for who does not decide on it, 404, 409 person-erased */
  reveal(changeId: string, { reason }: RevealRequest, actor: Actor): Promise<RevealedIdentityChange> {
    return this.commands.look(actor, revealIdentityChange.action, async (tx) => {
      // Locked, since by that a district that may only read is told so.
      const [change] = await identityChanges.lock(tx, [changeId]);
      if (!change)
        throw new Problem(problems[(await whyNotLocked(tx, identityChanges, [changeId]))(changeId)]);
      if (cityDecides(await decidingContext(tx, [change], { actor }), change))
        throw new Problem(problems['city-decides']);
      const identities = (await identitiesOf(tx, this.sealer, [changeId])).get(changeId);
      if (!identities) throw new Problem(problems['person-erased']);
      const looked = { aggregate: 'identity-change', id: changeId, schoolCode: change.schoolCode ?? null };
      tx.changed(looked);
      await noteReveal(tx, actor, { ...looked, reason });
      return { changeId, old: identities.old, new: identities.new };
    });
  }
}
