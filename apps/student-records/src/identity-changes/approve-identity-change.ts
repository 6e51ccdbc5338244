import { Injectable } from '@nestjs/common';
import { askedBy, Transitions, whyNotLocked } from '#aggregates';
import { command, Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { approveChange, type Applied } from '../domain/identity-change.js';
import { movingOf, type Moving } from '../domain/identity-change-moves.js';
import { identityDecisionRefusals } from '../domain/identity-change-refusals.js';
import { keepValidities } from '../documents/keep-validities.js';
import type { Registration } from '../domain/registration-states.js';
import { leaveNobody } from '../persons/erase-person.js';
import { PersonVault } from '../persons/person-vault.js';
import { markMismatches } from '../persons/resolve-persons.js';
import { problems } from '../problems.js';
import { followIdentityChange } from '../registrations/follow-identity-change.js';
import { registrations } from '../registrations/registrations.js';
import { settleDisputes } from '../registrations/settle-disputes.js';
import { decidingContext } from '../schools/deciding.js';
import { IdentityChangeView, showChange } from './identity-change-view.js';
import { identityChanges } from './identity-changes.js';
import { addPerson, correctPerson, dropAlias, makeAlias } from './change-persons.js';
import { type KnownPersons, lockConcerned } from './known-persons.js';
import { type Identities, identitiesOf } from './sealed-identities.js';

const DECIDED = Object.keys(identityDecisionRefusals) as (keyof typeof identityDecisionRefusals)[];

export const approveIdentityChange = command({
  name: 'approve-identity-change',
  path: ':changeId/approve',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '批准了身份信息变更', en: 'approved the change of identity' },
  answers: [200, IdentityChangeView],
  refuses: [problems, 'not-found', 'person-erased', ...DECIDED],
});

/** 批准身份信息变更: it takes effect on the person and on every registration of theirs, of whichever school, at once. */
@Injectable()
export class ApproveIdentityChange {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 403, 404, 409 */
  approve(changeId: string, actor: Actor): Promise<IdentityChangeView> {
    return this.commands.run(actor, approveIdentityChange.action, async (tx) => {
      const [before] = await identityChanges.lock(tx, [changeId]);
      if (!before)
        throw new Problem(problems[(await whyNotLocked(tx, identityChanges, [changeId]))(changeId)]);
      const identities = (await identitiesOf(tx, this.sealer, [changeId])).get(changeId);
      if (!identities) throw new Problem(problems['person-erased']);
      const wanted = before.kind === 'CORRECTION' || before.kind === 'SPLIT' ? identities.new : undefined;
      const known = await acrossSchools(tx, (all) => lockConcerned(all, this.vault, before, wanted));
      const deciding = { ...(await decidingContext(tx, [before], { actor })), ...askedBy(tx, actor) };
      const decision = approveChange(before, known, deciding);
      if (!decision.ok) throw new Problem(problems[decision.code], decision.words);
      const { moved, holderId } = movingOf(decision.value, known.registrations, known.referred);
      const after = before.kind === 'CORRECTION' ? decision.value : { ...decision.value, registrationIds: idsOf(moved) }; // prettier-ignore
      await this.transitions.save(tx, identityChanges, approveIdentityChange, [{ before, after }], { actor });
      await acrossSchools(tx, (all) => this.apply(all, after, identities, known, { moved, holderId }, actor));
      return showChange(tx, changeId, this.sealer);
    });
  }

  private async apply(
    tx: Transaction,
    change: Applied,
    identities: Identities,
    known: KnownPersons,
    { moved, holderId }: Moving,
    actor: Actor,
  ): Promise<void> {
    const { changeId, kind, personId, otherId } = change;
    if (kind === 'CORRECTION') await correctPerson(tx, this.vault, change, identities);
    if (identities.validity) await keepValidities(tx, this.vault, new Map([[personId, identities.validity]]));
    if (kind === 'MERGE') await makeAlias(tx, this.vault, change, identities.old);
    if (kind === 'SPLIT') await addPerson(tx, this.vault, otherId!, identities.new);
    if (kind === 'UNDO' && known.referred?.kind === 'MERGE') await dropAlias(tx, change);
    const again = kind === 'UNDO' && known.referred?.kind === 'SPLIT';
    const versions = moved.map((before) => ({
      before,
      after: {
        ...before,
        identityChangeId: changeId,
        holderId: holderId === before.personId ? undefined : holderId,
        identityMismatch: inDispute(before, kind, again),
      },
      decisionNo: change.evidence,
    }));
    await this.transitions.save(tx, registrations, followIdentityChange, versions, {
      follows: true,
      actor,
      given: { sealer: this.sealer },
    });
    if (versions.some(({ after }) => after.identityMismatch)) await markMismatches(tx, [holderId]);
    await settleDisputes(tx, this.transitions, this.vault, [personId, ...(otherId ? [otherId] : [])]);
    if (again) await leaveNobody(tx, otherId!, actor);
  }
}

/** Who goes to a person of their own is in dispute with nobody; who comes back from there is in dispute again. */
function inDispute(before: Registration, kind: Applied['kind'], again: boolean): boolean {
  if (kind === 'SPLIT') return false;
  return again && before.state === 'SUBMITTED'
    ? before.statedPersonSealed !== undefined
    : before.identityMismatch;
}

const idsOf = (states: readonly Registration[]) => states.map(({ registrationId }) => registrationId);
