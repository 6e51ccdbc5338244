import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 接管存量: who studies by a record that no application stands behind. It names nobody, as `live_admissions`. */
export class HoldTakenOver1799100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Without a person: what was told of a record whose takeover has not been heard of yet.
    await queryRunner.query(`
      create table taken_over_studies (
        application_id uuid primary key,
        registration_id uuid not null,
        registration_version integer not null,
        school_code text not null,
        person_index text,
        ended_as text,
        ended_on date check ((ended_on is null) = (ended_as is null))
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table taken_over_studies');
  }
}
