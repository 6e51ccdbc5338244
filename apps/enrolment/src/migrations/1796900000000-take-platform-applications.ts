import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowLevelSecurity } from '#database';

/** 统一招生平台: applications by the number of an outside platform, which sees what it has delivered and no other. */
export class TakePlatformApplications1796900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table applications
        add column platform_number text,
        add column delivered_by text,
        add column delivery_digest text,
        add constraint applications_delivery_check check ((platform_number is null) = (delivered_by is null));
      -- Who was transferred keeps the number at the other school.
      create unique index applications_by_platform_number on applications (platform_number, delivered_by)
        where platform_number is not null and transferred_to is null;
      drop policy by_school on applications;
      ${rowLevelSecurity('applications', 'school_code', { partner: 'delivered_by' })}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop policy by_school on applications;
      ${rowLevelSecurity('applications')}
      alter table applications drop column platform_number, drop column delivered_by, drop column delivery_digest;`);
  }
}
