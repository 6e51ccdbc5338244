import type { QueryRunner } from 'typeorm';
import { appendOnly, fourEyes, rowLevelSecurity } from '#database';
import { historyOf } from './history.js';

/** What a table is as that of an aggregate. */
export interface AggregateTable {
  /** column of the id */
  readonly id: string;
  readonly idType?: 'uuid' | 'text';
  /** column that tells the states apart; null where there is none */
  readonly state?: string | null;
  /**
   * `own`: a school sees its own rows and their history. `public`: a register, of which every school sees the rows and its own
   * history. `city`: belongs to no school, and the migration says by which policy both are read.
   */
  readonly seenBy?: 'own' | 'public' | 'city';
  /** Columns with the schools of a row that belongs to several, as a transfer does: each of them sees it, and its history. */
  readonly schools?: readonly string[];
  /** By the column of who decides, those of who had a hand in it: nobody decides on what is theirs (四眼原则). */
  readonly fourEyes?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Makes a table that the migration has created that of an aggregate: row-level security, four eyes, and an append-only
 * history. A trigger refuses, by statement, a version that has no entry in the history: whoever writes past {@link save} fails.
 *
 * An entry of the history holds the whole state of its version (`data`, by column, without what is personal), what happened,
 * when it took effect (a day in China) and when it was recorded, who did it (null: the service itself, by an event or a
 * job), and the event that caused it (`cause`).
 */
export async function makeAggregate(
  runner: QueryRunner,
  table: string,
  { id, idType = 'uuid', state = 'state', seenBy = 'own', schools, fourEyes: eyes = {} }: AggregateTable,
): Promise<void> {
  const school = seenBy !== 'city';
  const history = historyOf(table);
  await runner.query(`
    ${seenBy === 'own' ? rowLevelSecurity(table, schools) : ''}
    ${Object.entries(eyes)
      .flatMap(([decides, ofOthers]) => ofOthers.map((each) => fourEyes(table, each, decides)))
      .join('')}
    create table ${history} (
      ${id} ${idType} not null,
      version integer not null,
      ${school && id !== 'school_code' ? 'school_code text not null,' : ''}
      state text,
      happened text not null,
      effective_on date not null,
      recorded_at timestamptz not null,
      actor text,
      role text,
      decision_no text,
      reason text,
      cause uuid,
      data jsonb not null,
      -- with all that a count of the states on a day reads, so that it passes by the rows, which are long
      primary key (${id}, version) include (${school && id !== 'school_code' ? 'school_code, ' : ''}state, effective_on, recorded_at)
    );
    ${schools ? seenWithRow(table, id) : school ? rowLevelSecurity(history) : ''}
    ${appendOnly(history)}
    ${hasHistory(table, { id, state })}
    create trigger has_history_inserted after insert on ${table} referencing new table as written
      for each statement execute function ${table}_has_history();
    create trigger has_history_updated after update on ${table} referencing new table as written
      for each statement execute function ${table}_has_history();`);
}

/** Who sees a row sees its history: the sub-select is under the policy of the rows. Each of the schools may add an entry to it. */
const seenWithRow = (table: string, id: string) => `
  ${rowLevelSecurity(historyOf(table), 'school_code', { written: 'true' })}
  create policy by_row on ${historyOf(table)} for select
    using (exists (select from ${table} where ${table}.${id} = ${historyOf(table)}.${id}));`;

/**
 * The function of that trigger. It looks up the entry of each row: as a join it is planned for good while the table is new and
 * empty, and goes through the whole history for each row.
 */
export function hasHistory(table: string, { id, state = 'state' }: AggregateTable): string {
  const entry = `from ${historyOf(table)} entry where entry.${id} = written.${id} and entry.version = written.version`;
  const isMissing =
    state === null
      ? `(select entry.version ${entry}) is null`
      : `(select entry.state ${entry}) is distinct from written.${state}`;
  return `
    create or replace function ${table}_has_history() returns trigger language plpgsql as $$
    begin
      if exists (select from written where ${isMissing}) then
        raise exception 'a version of ${table} was written without its history' using errcode = 'restrict_violation';
      end if;
      return null;
    end $$;`;
}
