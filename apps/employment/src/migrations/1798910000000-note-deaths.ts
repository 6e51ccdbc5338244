import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 死亡 of who has graduated before and studied on. */
export class NoteDeaths1798910000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table cases add column deceased_on date;
      -- Apart from cases: a death may be heard of before a graduation. Of a death that was taken back there is no day.
      create table deaths (
        registration_id uuid primary key,
        person_id uuid not null,
        version bigint not null,
        died_on date
      );
      create index deaths_by_person on deaths (person_id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table deaths; alter table cases drop column deceased_on');
  }
}
