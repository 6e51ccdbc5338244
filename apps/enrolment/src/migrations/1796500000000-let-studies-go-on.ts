import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A study that goes on after its end was taken back may find another application of the person for the same place. What is
 * registered was in the index up to the check-in, and bars others from then on by a look.
 */
export class LetStudiesGoOn1796500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index applications_one_live;
      create unique index applications_one_live on applications (id_number_index, offering_id, year, season)
        where state in ('DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED', 'OFFERED', 'ADMITTED', 'CHECKED_IN');
      create index applications_by_person on applications (id_number_index);`);
  }

  async down(): Promise<void> {
    throw new Error('A person may have two applications for one place by now; restore a backup.');
  }
}
