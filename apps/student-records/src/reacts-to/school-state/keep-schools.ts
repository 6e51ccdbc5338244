import { SchoolState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import type { SchoolRow } from '../../schools/school-row.js';

/** Keeps the schools that graduations name. */
@ReactsTo(SchoolState)
export class KeepSchools {
  async handle(states: Received<typeof SchoolState>[], tx: Transaction): Promise<void> {
    const newest = new Map(states.map((state) => [state.subject, rowOf(state)]));
    await tx.query(
      `insert into schools as known (school_code, uscc, name, school_type, authority_code, status, version)
       select school_code, uscc, name, school_type, authority_code, status, version
       from jsonb_populate_recordset(null::schools, $1) order by school_code
       on conflict (school_code) do update set uscc = excluded.uscc, name = excluded.name,
         school_type = excluded.school_type, authority_code = excluded.authority_code, status = excluded.status,
         version = excluded.version
       where known.version < excluded.version`,
      [JSON.stringify([...newest.values()])],
    );
  }
}

function rowOf({ data, version }: Received<typeof SchoolState>): SchoolRow {
  return {
    school_code: data.schoolCode,
    uscc: data.uscc,
    name: data.name,
    school_type: data.schoolType,
    authority_code: data.authorityCode,
    status: data.status,
    version: String(version),
  };
}
