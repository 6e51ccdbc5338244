import { z } from 'zod';
import { day, person } from '#contracts';
import type { Transaction } from '#database';
import { DESTROYED, insertDataKeys, sealedKeyOf, type Sealer } from '#security';

/** Who somebody is by their papers. */
export const StatedIdentity = person.pick({
  name: true,
  idType: true,
  issuingState: true,
  idNumber: true,
  sex: true,
  birthDate: true,
});
export type StatedIdentity = z.infer<typeof StatedIdentity>;

/** What a change of identity leads from, and to. */
const Identities = z.object({
  old: StatedIdentity,
  new: StatedIdentity,
  /** of the document of a correction, where it was stated */
  validity: z.object({ idValidFrom: day, idValidTo: day.optional() }).optional(),
});
export type Identities = z.infer<typeof Identities>;

export const identityChangeSubject = (changeId: string): string => `identity-change:${changeId}`;
const bindingOf = (changeId: string) => `identity_changes:identities:${changeId}`;

/** SQL of the key of a change, for the list of a select from `identity_changes`. */
export const CHANGE_KEY = `${sealedKeyOf("'identity-change:' || identity_changes.change_id")} as change_key`;

/** Seals by a key of its own, since two persons may be concerned: an erasure of either destroys it. */
export async function sealIdentities(
  tx: Transaction,
  sealer: Sealer,
  changeId: string,
  identities: Identities,
): Promise<string> {
  const subject = identityChangeSubject(changeId);
  const { key, row } = sealer.newDataKey(subject);
  await tx.query(insertDataKeys('$1', 'select $2'), [JSON.stringify([row]), subject]);
  return key.seal(JSON.stringify(identities), bindingOf(changeId));
}

export interface SealedChange {
  readonly change_id: string;
  readonly identities_sealed: string | null;
  readonly change_key: string | null;
}

/** Undefined where one of the persons was erased. */
export function openIdentities(
  { change_id: changeId, identities_sealed: sealed, change_key: sealedKey }: SealedChange,
  sealer: Sealer,
): Identities | undefined {
  if (sealed === null || sealedKey === DESTROYED) return undefined;
  const key = sealer.dataKey(identityChangeSubject(changeId), sealedKey);
  return Identities.parse(JSON.parse(key.open(sealed, bindingOf(changeId))));
}

/** Of several changes, by their ids; those of erased persons are not among them. */
export async function identitiesOf(
  tx: Transaction,
  sealer: Sealer,
  changeIds: readonly string[],
): Promise<ReadonlyMap<string, Identities>> {
  const rows = await tx.query<SealedChange & Record<string, unknown>>(
    `select change_id, identities_sealed, ${CHANGE_KEY} from identity_changes where change_id = any($1)`,
    [changeIds],
  );
  return new Map(
    rows.flatMap((row) => {
      const identities = openIdentities(row, sealer);
      return identities ? [[row.change_id, identities]] : [];
    }),
  );
}
