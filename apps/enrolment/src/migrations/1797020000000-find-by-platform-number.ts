import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A number finds the applications of who was transferred as well, which the unique index leaves out. */
export class FindByPlatformNumber1797020000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'create index applications_of_platform_number on applications (platform_number) where platform_number is not null',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index applications_of_platform_number');
  }
}
