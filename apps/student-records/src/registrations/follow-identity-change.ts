import { fact } from '#aggregates';
import { type DataOf, IdentityCorrected } from '#contracts';
import type { Transaction } from '#database';
import type { Sealer } from '#security';
import { openIdentities, type SealedChange, CHANGE_KEY } from '../identity-changes/sealed-identities.js';
import type { Registration } from '../domain/registration-states.js';

type Told = DataOf<typeof IdentityCorrected>;
type Details = Pick<Told, 'identities' | 'reasonCode' | 'evidenceNo' | 'effectiveOn' | 'correctedAt'>;

/** 身份信息变更 of the person: the registration goes on as it was, and tells the others who it is of. */
export const followIdentityChange = {
  name: 'follow-identity-change',
  publishes: fact(
    IdentityCorrected,
    (each: Registration, details: Details | undefined) =>
      // Of what is not decided on nothing was published; its approval tells who it is of.
      each.state === 'SUBMITTED' || each.state === 'REJECTED' || !details
        ? undefined
        : { ...each, ...details },
    detailsOf,
  ),
};

type Row = SealedChange &
  Record<string, unknown> & {
    reason_code: string;
    evidence: string;
    effective_on: string;
    approved_at: Date;
  };

/** What the change of each registration says; of who was erased nothing is left to tell. */
async function detailsOf(
  tx: Transaction,
  states: readonly Registration[],
  { sealer }: { sealer: Sealer },
): Promise<(each: Registration) => Details | undefined> {
  const rows = await tx.query<Row>(
    `select change_id, identities_sealed, ${CHANGE_KEY}, reason_code, evidence, effective_on, approved_at
     from identity_changes where change_id = any($1)`,
    [[...new Set(states.map(({ identityChangeId }) => identityChangeId))]],
  );
  const details = new Map(
    rows.map((row) => {
      const identities = openIdentities(row, sealer);
      const { reason_code: reasonCode, evidence: evidenceNo, effective_on: effectiveOn } = row;
      const correctedAt = row.approved_at.toISOString();
      return [row.change_id, identities && { identities, reasonCode, evidenceNo, effectiveOn, correctedAt }];
    }),
  );
  return ({ identityChangeId }) => details.get(identityChangeId!);
}
