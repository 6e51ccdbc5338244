import type { SchoolState } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { Qualification } from '../domain/transfer-receiving.js';

/** Keeps what schools are qualified for, in one statement; a state that is older than what is known changes nothing. */
export async function keepQualifications(
  tx: Transaction,
  states: readonly Received<typeof SchoolState>[],
): Promise<void> {
  const newest = new Map(
    states.map(({ subject, version, data }) => [
      subject,
      { school_code: data.schoolCode, version, qualifications: data.qualifications },
    ]),
  );
  await tx.query(
    `insert into known_qualifications as known
     select * from json_populate_recordset(null::known_qualifications, $1) order by school_code
     on conflict (school_code) do update set version = excluded.version, qualifications = excluded.qualifications
     where known.version < excluded.version`,
    [JSON.stringify([...newest.values()])],
  );
}

/** By school; those of which enrolment has not told since this is kept are not among them. */
export async function findQualifications(
  tx: Transaction,
  schoolCodes: readonly string[],
): Promise<ReadonlyMap<string, readonly Qualification[]>> {
  const rows = await tx.query<{ school_code: string; qualifications: Qualification[] }>(
    'select school_code, qualifications from known_qualifications where school_code = any($1)',
    [schoolCodes],
  );
  return new Map(rows.map((row) => [row.school_code, row.qualifications]));
}
