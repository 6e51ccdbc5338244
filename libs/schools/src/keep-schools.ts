import type { SchoolState } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { SchoolRow } from './school-row.js';

/** Writes the newest state of each school, in one statement; one that is older than what is known changes nothing. */
export async function keepSchools(
  tx: Transaction,
  states: readonly Received<typeof SchoolState>[],
): Promise<void> {
  const newest = new Map(states.map((state) => [state.subject, rowOf(state)]));
  await tx.query(
    `insert into schools as known
       (school_code, uscc, name, school_type, authority_code, authority_tier, status, version)
     select school_code, uscc, name, school_type, authority_code, authority_tier, status, version
     from json_populate_recordset(null::schools, $1) order by school_code
     on conflict (school_code) do update set uscc = excluded.uscc, name = excluded.name,
       school_type = excluded.school_type, authority_code = excluded.authority_code,
       authority_tier = excluded.authority_tier, status = excluded.status, version = excluded.version
     where known.version < excluded.version`,
    [JSON.stringify([...newest.values()])],
  );
}

function rowOf({ data, version }: Received<typeof SchoolState>): SchoolRow {
  return {
    school_code: data.schoolCode,
    uscc: data.uscc,
    name: data.name,
    school_type: data.schoolType,
    authority_code: data.authorityCode,
    authority_tier: data.authorityTier,
    status: data.status,
    version: String(version),
  };
}
