import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has died is not admitted again, whether as a student or after the studies. */
export class KnowTheDead1799310000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table applications add column deceased_on date;
      alter table taken_over_studies add column deceased_on date;
      alter table former_studies add column deceased_on date;
      update taken_over_studies set deceased_on = ended_on where ended_as = 'DECEASED';
      update former_studies set deceased_on = ended_on where ended_as = 'DECEASED'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table applications drop column deceased_on;
      alter table taken_over_studies drop column deceased_on;
      alter table former_studies drop column deceased_on`);
  }
}
