import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * 更正身份信息: a registration that waits for its decision may turn out to be of another person. Nothing was published of it
 * until then, so that no fact has another key than those after it.
 */
export class CorrectIdentities1797100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column stated_identity text,
        add column former_persons_sealed text[];
      drop trigger refuse_rekeying on registrations;
      create trigger refuse_rekeying before update of person_id on registrations for each row
        when (old.person_id is distinct from new.person_id and (old.state <> 'SUBMITTED' or new.state <> 'SUBMITTED'))
        execute function refuse_rekeying()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger refuse_rekeying on registrations;
      create trigger refuse_rekeying before update of person_id on registrations for each row
        when (old.person_id is distinct from new.person_id) execute function refuse_rekeying();
      alter table registrations drop column stated_identity, drop column former_persons_sealed`);
  }
}
