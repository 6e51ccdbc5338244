import type { Transaction } from '#database';

/** What a record says of a death: its day, and none where it was taken back. */
export interface Death {
  readonly registrationId: string;
  readonly personId: string;
  readonly version: number;
  readonly diedOn: string | undefined;
}

/** Keeps what is newer than known. */
export const keepDeaths = (tx: Transaction, deaths: readonly Death[]) =>
  tx.query(
    `insert into deaths as known (registration_id, person_id, version, died_on)
     select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::date[])
       as heard (registration_id, person_id, version, died_on)
     on conflict (registration_id) do update set version = excluded.version, died_on = excluded.died_on
     where known.version < excluded.version`,
    [
      deaths.map(({ registrationId }) => registrationId),
      deaths.map(({ personId }) => personId),
      deaths.map(({ version }) => version),
      deaths.map(({ diedOn }) => diedOn ?? null),
    ],
  );

/** On which day those of the persons died who did; until the end of the transaction no death is noted. */
export async function deathsAmong(tx: Transaction, personIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ person_id: string; died_on: string }>(
    'select person_id, died_on from deaths where person_id = any($1) and died_on is not null order by died_on for share',
    [personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.died_on]));
}
