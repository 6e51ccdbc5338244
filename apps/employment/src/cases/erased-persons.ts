import type { Transaction } from '#database';

/** Notes when persons were erased, the last time of each. */
export async function noteErased(
  tx: Transaction,
  persons: readonly { personId: string; erasedAt: string }[],
): Promise<void> {
  const last = [...new Map(persons.map((each) => [each.personId, each])).values()];
  await tx.query(
    `insert into erased_persons as known (person_id, erased_at)
     select * from unnest($1::uuid[], $2::timestamptz[]) as erased (person_id, erased_at) order by person_id
     on conflict (person_id) do update set erased_at = greatest(known.erased_at, excluded.erased_at)`,
    [last.map(({ personId }) => personId), last.map(({ erasedAt }) => erasedAt)],
  );
}

/** When those of the persons were erased who were; until the end of the transaction no erasure is noted. */
export async function erasedAmong(tx: Transaction, personIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ person_id: string; erased_at: Date }>(
    'select * from erased_persons where person_id = any($1) for share',
    [personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.erased_at.toISOString()]));
}
