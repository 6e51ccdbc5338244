import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a school that receives students is qualified for, in which class they will be, and the photo that goes with them. */
export class EndTransfersToClosedSchools1799510000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table known_qualifications (
        school_code text primary key,
        version bigint not null,
        qualifications jsonb not null
      );
      alter table transfers add column target_class_id uuid references classes;
      -- null: the file has the id of the photo; else that of a photo of the record before a transfer
      alter table photos add column file_id uuid`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table known_qualifications;
      alter table transfers drop column target_class_id;
      alter table photos drop column file_id`);
  }
}
