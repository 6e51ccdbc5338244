import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 招生日程, as far as registrations are held to it; that of all schools has no school. */
export class KeepCutOffs1797200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table registration_cut_offs (
        calendar_id uuid primary key,
        year integer not null,
        season text not null,
        school_code text,
        registration_cut_off date,
        version bigint not null
      );
      create index registration_cut_offs_by_season on registration_cut_offs (year, season)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table registration_cut_offs');
  }
}
