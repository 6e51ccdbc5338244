import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly, rowLevelSecurity } from '#database';
import {
  addMovements,
  CELL,
  KEEP_MOVEMENTS,
  keepMovementsOfPersons,
  movementsOf,
  SCHOOL_AUTHORITIES,
} from './movements-sql.js';

/**
 * 学籍变动账: each entry says that on a day, by what was recorded at a moment, so many students came into a cell of the figures or
 * left it. What is recorded later adds entries and changes none, also where it takes an earlier one back. No entry names a person
 * or a registration, so that figures stay when a person is erased (decision 38).
 */
export class KeepMovements1798610000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table registration_movements (
        moved_on date not null,
        recorded_at timestamptz not null,
        ${CELL.map(([name, type]) => `${name} ${type}`).join(',\n        ')},
        -- 1: into the cell; -1: out of it
        direction smallint not null,
        -- the state before it, or after it; null where there was none
        counterpart text,
        -- from or to another cell of the same school and study mode
        within_unit boolean not null,
        -- below zero where an entry is taken back
        quantity integer not null
      );
      create index registration_movements_by_school on registration_movements (school_code, moved_on);
      ${rowLevelSecurity('registration_movements')}
      ${movementsOf(CELL)}
      ${addMovements(CELL)}
      ${keepMovementsOfPersons(CELL)}
      ${KEEP_MOVEMENTS}
      ${SCHOOL_AUTHORITIES}
      ${PAST_HISTORY}
      ${appendOnly('registration_movements')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger keep_movements on registrations_history;
      drop trigger keep_movements on persons;
      drop trigger keep_authorities on schools;
      drop function keep_movements, keep_movements_of_persons, keep_authorities, add_movements, movements_of;
      drop table registration_movements, school_authorities`);
  }
}

/** What stands in the history already, as it was recorded: one version of all registrations after the other. */
const PAST_HISTORY = `
  do $$
  begin
    perform set_config('jiangtu.scope', 'all', true);
    for each_version in 1 .. coalesce((select max(version) from registrations_history), 0) loop
      perform add_movements(array_agg(registration_id), array_agg(version))
        from registrations_history where version = each_version;
    end loop;
  end $$;`;
