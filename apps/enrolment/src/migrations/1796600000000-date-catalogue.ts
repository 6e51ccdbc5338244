import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/**
 * 专业目录 versions hold from a day on, and each major has status, successor and history. A catalogue is loaded once in years: the
 * version before, which writes no history, cannot load one during the upgrade.
 */
export class DateCatalogue1796600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table catalogue_versions add column effective_from date;
      update catalogue_versions set effective_from = (loaded_at at time zone 'Asia/Shanghai')::date;
      alter table catalogue_versions alter column effective_from set not null;
      alter table catalogue_majors
        add column catalogue_major_id text,
        add column status text not null default 'ACTIVE' check (status in ('ACTIVE', 'CLOSED')),
        add column successor_code text,
        add column version integer not null default 1;
      update catalogue_majors set catalogue_major_id = catalogue_version || ':' || major_code;
      alter table catalogue_majors alter column catalogue_major_id set not null,
        add constraint catalogue_majors_by_id unique (catalogue_major_id)`);
    await makeAggregate(queryRunner, 'catalogue_majors', {
      id: 'catalogue_major_id',
      idType: 'text',
      state: 'status',
      seenBy: 'city',
    });
    await queryRunner.query(`
      insert into catalogue_majors_history (catalogue_major_id, version, state, happened, effective_on, recorded_at, data)
      select catalogue_major_id, version, status, 'load-catalogue', effective_from, loaded_at,
        jsonb_strip_nulls(to_jsonb(major))
      from catalogue_majors major join catalogue_versions using (catalogue_version)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger has_history_inserted on catalogue_majors;
      drop trigger has_history_updated on catalogue_majors;
      drop function catalogue_majors_has_history;
      drop table catalogue_majors_history;
      alter table catalogue_majors drop column catalogue_major_id, drop column status, drop column successor_code,
        drop column version;
      alter table catalogue_versions drop column effective_from`);
  }
}
