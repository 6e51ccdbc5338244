import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when the city lets a person hold a place beside another one, where a school cannot see the application. */
export class KeepPermitsWithPlaces1799300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table live_admissions add column permitted_until date;
      select set_config('jiangtu.scope', 'all', true);
      update live_admissions set permitted_until = second_admission_until
      from applications where applications.application_id = live_admissions.application_id`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table live_admissions drop column permitted_until');
  }
}
