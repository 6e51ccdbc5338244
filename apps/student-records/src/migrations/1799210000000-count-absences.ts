import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  ABSENCES,
  addMovements,
  CELL,
  CELL_WITH_ABSENCES,
  keepMovementsOfPersons,
  movementsOf,
  namesOf,
} from './movements-sql.js';

/**
 * 学年 without the days away, as lists and placements count it. The entries of who was away are put right by further ones, as known from
 * now on: what was known before stays as it was told. Nothing is recorded of registrations meanwhile.
 */
export class CountAbsences1799210000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      lock table registrations_history in share row exclusive mode;
      alter table registration_movements
        ${ABSENCES.map(([name, type]) => `add column ${name} ${type}`).join(', ')};
      alter function movements_of rename to movements_before;
      ${movementsOf(CELL_WITH_ABSENCES)}
      ${addMovements(CELL_WITH_ABSENCES)}
      ${keepMovementsOfPersons(CELL_WITH_ABSENCES)}
      ${PUT_RIGHT}
      drop function movements_before`);
  }

  /** Without its new columns what was put right adds up to what it was before. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function movements_of;
      ${movementsOf(CELL)} ${addMovements(CELL)} ${keepMovementsOfPersons(CELL)}
      alter table registration_movements ${ABSENCES.map(([name]) => `drop column ${name}`).join(', ')}`);
  }
}

const GROUPED = `moved_on, ${namesOf(CELL_WITH_ABSENCES)}, direction, counterpart, within_unit`;
const PUT_RIGHT = `
  select set_config('jiangtu.scope', 'all', true);
  with were_away as (
    select array_agg(registration_id) as ids, array_agg(version) as versions from registrations
    where registration_id in (
      select registration_id from registrations_history where state in ('ON_LEAVE', 'RETAINED') or (data->>'days_away')::integer > 0)
  ),
  changed as (
    select 1 as sign, ${GROUPED} from were_away, movements_of(ids, versions)
    union all
    select -1, ${GROUPED.replace('days_away', '0').replace('away_since', 'null')} from were_away, movements_before(ids, versions)
  )
  insert into registration_movements (recorded_at, ${GROUPED}, quantity)
  select now(), ${GROUPED}, sum(sign) from changed group by ${GROUPED} having sum(sign) <> 0;`;
