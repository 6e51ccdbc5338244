import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An erasure names the registrations that were of the person: since persons are split, the id in their facts may be another one's. */
export class EraseAliases1798210000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table erasures add column registration_ids uuid[]');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table erasures drop column registration_ids');
  }
}
