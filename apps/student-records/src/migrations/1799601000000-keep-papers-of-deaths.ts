import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a death refers to is held, as what other acts refer to. It is not asked of what was reported before: some may be destroyed already. */
export class KeepPapersOfDeaths1799601000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table person_deaths add foreign key (evidence_id) references evidence not valid;
      create index person_deaths_by_evidence on person_deaths (evidence_id) where evidence_id is not null`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index person_deaths_by_evidence;
      alter table person_deaths drop constraint person_deaths_evidence_id_fkey`);
  }
}
