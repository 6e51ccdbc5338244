import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepKindsOfCertificates } from '#copies';

export class KeepKindsOfCertificates1799700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await keepKindsOfCertificates(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table registration_certificates drop column kind');
  }
}
