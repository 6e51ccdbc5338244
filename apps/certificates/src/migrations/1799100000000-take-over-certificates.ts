import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 接管: certificates that were given on paper before the system. Of their majors the name alone is known. */
export class TakeOverCertificates1799100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table certificates
        add column taken_over boolean check (taken_over),
        alter column catalogue_version drop not null,
        alter column major_code drop not null,
        add constraint certificates_major_or_taken_over
          check (taken_over or num_nulls(catalogue_version, major_code) = 0)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table certificates
        drop constraint certificates_major_or_taken_over,
        drop column taken_over,
        alter column catalogue_version set not null,
        alter column major_code set not null`);
  }
}
