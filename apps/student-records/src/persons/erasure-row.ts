import { type ErasureExtent, ErasureState } from '#contracts';
import type { Transaction } from '#database';
import { eventOf } from '#messaging';

/** A row of `erasures`: what was erased of a person last. */
export interface ErasureRow {
  person_id: string;
  extent: ErasureExtent;
  application_ids: string[];
  erased_at: Date;
  version: number;
}

export async function saveErasure(
  tx: Transaction,
  personId: string,
  extent: ErasureExtent,
  applicationIds: string[],
): Promise<ErasureRow> {
  const [saved] = await tx.query<ErasureRow>(
    `insert into erasures as known (person_id, extent, application_ids, erased_at, version)
     values ($1, $2, $3, now(), 1)
     on conflict (person_id) do update set extent = excluded.extent, application_ids = excluded.application_ids,
       erased_at = excluded.erased_at, version = known.version + 1
     returning *`,
    [personId, extent, applicationIds],
  );
  return saved!;
}

export const erasureState = (row: ErasureRow) =>
  eventOf(ErasureState, {
    data: {
      personId: row.person_id,
      extent: row.extent,
      applicationIds: row.application_ids,
      erasedAt: row.erased_at.toISOString(),
    },
    version: row.version,
  });
