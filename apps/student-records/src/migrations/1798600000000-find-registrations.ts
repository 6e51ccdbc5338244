import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '#database';

const INDEXES = {
  registrations_in_student_no_order: `registrations (coalesce(student_no, ''), registration_id)`,
  registrations_in_start_order: 'registrations (start_on, registration_id)',
  registrations_by_major: 'registrations (major_code, registration_id)',
  registrations_by_employer: 'registrations (employer_uscc, registration_id) where employer_uscc is not null',
  persons_in_name_order: `persons (coalesce(name_pinyin, ''), person_id)`,
};

/** What the list of registrations filters and sorts by, in the order of a page. */
export class FindRegistrations1798600000000 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, on] of Object.entries(INDEXES)) await buildIndex(queryRunner, name, on);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop index ${Object.keys(INDEXES).join(', ')}`);
  }
}
