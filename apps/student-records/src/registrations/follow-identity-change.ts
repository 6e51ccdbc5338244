import { fact } from '#aggregates';
import { type DataOf, IdentityCorrected, PersonMerged, PersonSplit } from '#contracts';
import type { Transaction } from '#database';
import type { Sealer } from '#security';
import type { IdentityChange } from '../domain/identity-change.js';
import { holderOf, type Registration } from '../domain/registration-states.js';
import { openIdentities, type SealedChange, CHANGE_KEY } from '../identity-changes/sealed-identities.js';

type Told = DataOf<typeof IdentityCorrected>;
type Details = Pick<Told, 'identities' | 'reasonCode' | 'evidenceNo' | 'effectiveOn' | 'correctedAt'>;

/** 身份信息变更 of the person: the registration goes on as it was, and tells the others who it is of. */
export const followIdentityChange = {
  name: 'follow-identity-change',
  publishes: [
    fact(
      IdentityCorrected,
      (each: Registration, details: Details | undefined) =>
        isToldOf(each) && details ? { ...each, ...details } : undefined,
      correctionsOf,
    ),
    fact(
      PersonMerged,
      (each: Registration, moved: Moved | undefined) =>
        isToldOf(each) && moved?.by === 'MERGE'
          ? { ...each, holderId: holderOf(each), mergedAt: moved.at }
          : undefined,
      movesOf,
    ),
    fact(
      PersonSplit,
      (each: Registration, moved: Moved | undefined) =>
        isToldOf(each) && moved?.by === 'SPLIT'
          ? { ...each, holderId: holderOf(each), splitAt: moved.at }
          : undefined,
      movesOf,
    ),
  ],
};

/** Of what is not decided on nothing was published; its approval tells who it is of. */
const isToldOf = ({ state }: Registration) => state !== 'SUBMITTED' && state !== 'REJECTED';

const changesOf = (states: readonly Registration[]) => [
  ...new Set(states.map(({ identityChangeId }) => identityChangeId)),
];

type Row = SealedChange &
  Record<string, unknown> & {
    reason_code: string;
    evidence: string;
    effective_on: string;
    approved_at: Date;
  };

/** What the change of each registration says; of who was erased nothing is left to tell. */
async function correctionsOf(
  tx: Transaction,
  states: readonly Registration[],
  { sealer }: { sealer: Sealer },
): Promise<(each: Registration) => Details | undefined> {
  const rows = await tx.query<Row>(
    `select change_id, identities_sealed, ${CHANGE_KEY}, reason_code, evidence, effective_on, approved_at
     from identity_changes where change_id = any($1)`,
    [changesOf(states)],
  );
  const details = new Map(
    rows.map((row) => {
      const opened = openIdentities(row, sealer);
      const identities = opened && { old: opened.old, new: opened.new };
      const { reason_code: reasonCode, evidence: evidenceNo, effective_on: effectiveOn } = row;
      const correctedAt = row.approved_at.toISOString();
      return [row.change_id, identities && { identities, reasonCode, evidenceNo, effectiveOn, correctedAt }];
    }),
  );
  return ({ identityChangeId }) => details.get(identityChangeId!);
}

interface Moved {
  readonly by: IdentityChange['kind'];
  readonly at: string;
}

/** How a change moves registrations: to undo a merge is to split, and the other way round. */
async function movesOf(
  tx: Transaction,
  states: readonly Registration[],
): Promise<(each: Registration) => Moved> {
  const rows = await tx.query<{ change_id: string; by: Moved['by']; approved_at: Date }>(
    `select change.change_id, change.approved_at,
       case undone.kind when 'MERGE' then 'SPLIT' when 'SPLIT' then 'MERGE' else change.kind end as by
     from identity_changes change
     left join identity_changes undone on change.kind = 'UNDO' and undone.change_id = change.refers_to
     where change.change_id = any($1)`,
    [changesOf(states)],
  );
  const moves = new Map(
    rows.map((row) => [row.change_id, { by: row.by, at: row.approved_at.toISOString() }]),
  );
  return ({ identityChangeId }) => moves.get(identityChangeId!)!;
}
