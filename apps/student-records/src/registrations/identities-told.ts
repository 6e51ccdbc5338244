import type { Transaction } from '#database';
import type { Sealer } from '#security';
import type { Graduated } from '../domain/registration-states.js';
import { identitiesOf, type StatedIdentity } from '../identity-changes/sealed-identities.js';
import { followIdentityChange } from './follow-identity-change.js';

/**
 * Who registrations were of when versions of them were published, where that was changed since: what was published stands (decision 17),
 * and a certificate that is issued again is that of then.
 */
export async function identitiesTold(
  tx: Transaction,
  sealer: Sealer,
  versions: readonly Pick<Graduated, 'registrationId' | 'version'>[],
): Promise<ReadonlyMap<string, StatedIdentity>> {
  const rows = await tx.query<{ registration_id: string; change_id: string }>(
    `select distinct on (told.registration_id) told.registration_id, entry.data->>'identity_change_id' as change_id
     from unnest($1::uuid[], $2::integer[]) as told (registration_id, version)
     join registrations_history entry on entry.registration_id = told.registration_id and entry.version > told.version
     where entry.happened = $3 order by told.registration_id, entry.version`,
    [
      versions.map(({ registrationId }) => registrationId),
      versions.map(({ version }) => version),
      followIdentityChange.name,
    ],
  );
  if (rows.length === 0) return new Map();
  const changed = await identitiesOf(tx, sealer, rows.map((row) => row.change_id)); // prettier-ignore
  return new Map(
    rows.flatMap((row) => {
      const identities = changed.get(row.change_id);
      return identities ? [[row.registration_id, identities.old]] : [];
    }),
  );
}
