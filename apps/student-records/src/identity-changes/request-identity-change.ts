import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, Commands, type CommandTransaction } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { Problem } from '#runtime';
import { type Actor, Sealer } from '#security';
import { whyNotPossible } from '../domain/identity-change-limits.js';
import type { Requested } from '../domain/identity-change.js';
import { PersonVault } from '../persons/person-vault.js';
import { schoolOf } from '../persons/school-of-person.js';
import { problems } from '../problems.js';
import { expectPaper, expectValid } from './expect-papers.js';
import { type IdentityChangeView, showChange } from './identity-change-view.js';
import { identityChanges } from './identity-changes.js';
import { type KnownPersons, lockConcerned } from './known-persons.js';
import { requestCorrection, requestMerge, requestSplit, requestUndo } from './requests.js';
import { type Identities, sealIdentities, type StatedIdentity } from './sealed-identities.js';

type Asking = Pick<Requested, 'kind' | 'personId' | 'reasonCode' | 'evidence' | 'effectiveOn'> &
  Partial<Pick<Requested, 'evidenceId' | 'otherId' | 'registrationIds' | 'schoolCode' | 'refersTo'>>;
type Request = Parameters<Transitions['save']>[2];

/** 申请身份信息变更: nothing changes before another officer has decided. */
@Injectable()
export class RequestIdentityChange {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly vault: PersonVault,
    private readonly sealer: Sealer,
  ) {}

  /** @throws Problem 404, also for the student of another school; 409 */
  correct(
    personId: string,
    { identity, idValidFrom, idValidTo, ...asked }: BodyOf<typeof requestCorrection>,
    actor: Actor,
  ): Promise<IdentityChangeView> {
    return this.commands.run(actor, requestCorrection.action, async (tx) => {
      const schoolCode = await schoolOf(tx, personId);
      const asking = { ...asked, kind: 'CORRECTION' as const, personId, schoolCode };
      const validity = idValidFrom === undefined ? undefined : { idValidFrom, idValidTo };
      if (validity) expectValid(validity, dayInChina(tx.at));
      return this.request(tx, requestCorrection, asking, actor, { new: identity, validity });
    });
  }

  /** @throws Problem 404, 409 */
  merge({ mergedPersonId: otherId, ...asked }: BodyOf<typeof requestMerge>, actor: Actor) {
    const asking = { ...asked, kind: 'MERGE' as const, otherId, reasonCode: 'SAME_PERSON' };
    return this.commands.run(actor, requestMerge.action, (tx) =>
      this.request(tx, requestMerge, asking, actor),
    );
  }

  /** @throws Problem 404, 409 */
  split(personId: string, { identity, ...asked }: BodyOf<typeof requestSplit>, actor: Actor) {
    const asking = { ...asked, kind: 'SPLIT' as const, personId, reasonCode: 'TWO_PERSONS' };
    return this.commands.run(actor, requestSplit.action, (tx) =>
      this.request(tx, requestSplit, asking, actor, { new: identity }),
    );
  }

  /** 撤销合并、拆分. @throws Problem 404, 409 */
  undo(changeId: string, { evidence, evidenceId }: BodyOf<typeof requestUndo>, actor: Actor) {
    return this.commands.run(actor, requestUndo.action, async (tx) => {
      const [undone] = await identityChanges.lock(tx, [changeId]);
      if (!undone) throw new Problem(problems['not-found']);
      const { personId, otherId, effectiveOn } = undone;
      const asking = {
        kind: 'UNDO' as const,
        personId,
        otherId,
        evidence,
        evidenceId,
        effectiveOn,
        refersTo: changeId,
      };
      return this.request(tx, requestUndo, { ...asking, reasonCode: 'MADE_WRONGLY' }, actor);
    });
  }

  private async request(
    tx: CommandTransaction,
    step: Request,
    asking: Asking,
    actor: Actor,
    wanted?: Omit<Identities, 'old'>,
  ): Promise<IdentityChangeView> {
    const { subject: requestedBy, at: requestedAt, today } = askedBy(tx, actor);
    const changeId = uuidv7();
    const change = { ...asking, changeId, version: 1, requestedBy, requestedAt };
    await expectPaper(tx, asking);
    const after = await acrossSchools(tx, async (all): Promise<Requested> => {
      const known = await lockConcerned(all, this.vault, change, wanted?.new);
      expectPersons(change, known);
      const refusal = (await isOpen(all, change)) ? 'identity-change-is-open' : whyNotPossible(change, known, today); // prettier-ignore
      if (refusal) throw new Problem(problems[refusal]);
      const identities = this.identitiesOf(change, known, wanted);
      const identitiesSealed = await sealIdentities(all, this.sealer, changeId, identities);
      const otherId = change.kind === 'SPLIT' ? uuidv7() : change.otherId;
      return { ...change, otherId, identitiesSealed, state: 'SUBMITTED' };
    });
    await this.transitions.save(tx, identityChanges, step, [{ after }], { actor });
    return showChange(tx, changeId, this.sealer);
  }

  /** From whom the registrations that follow the change go to whom. @throws Problem person-erased */
  private identitiesOf(
    { kind, personId, otherId }: Asking,
    known: KnownPersons,
    wanted?: Omit<Identities, 'old'>,
  ) {
    const of = (id: string): StatedIdentity => {
      const row = known.rows.get(id)!;
      if (row.id_number_index === null) throw new Problem(problems['person-erased']);
      return { ...this.vault.identityOf(row), issuingState: row.issuing_state ?? undefined };
    };
    if (wanted) return { ...wanted, old: of(personId) };
    const comes = kind === 'MERGE' || known.referred?.kind === 'SPLIT';
    return comes ? { old: of(otherId!), new: of(personId) } : { old: of(personId), new: of(otherId!) };
  }
}

function expectPersons({ personId, otherId }: Asking, { rows }: KnownPersons): void {
  if (!rows.has(personId) || (otherId !== undefined && !rows.has(otherId)))
    throw new Problem(problems['not-found']);
}

/** Another change of one of the persons waits; their rows are locked. */
async function isOpen(tx: Transaction, { personId, otherId }: Asking): Promise<boolean> {
  const open = await identityChanges.find(
    tx,
    `state = 'SUBMITTED' and (person_id = any($1) or other_id = any($1)) limit 1`,
    [[personId, otherId ?? personId]],
  );
  return open.length > 0;
}
