import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowLevelSecurity } from '#database';

/** Certificates whose graduate has another identity by now than is printed. The number is sealed by the key of the certificate. */
export class NoteDifferingIdentities1798200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table differing_identities (
        certificate_id uuid primary key,
        school_code text not null,
        name text not null,
        sex text not null,
        birth_date date not null,
        id_type text not null,
        id_number_sealed text not null,
        reason_code text not null,
        effective_on date not null
      );
      ${rowLevelSecurity('differing_identities')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table differing_identities');
  }
}
