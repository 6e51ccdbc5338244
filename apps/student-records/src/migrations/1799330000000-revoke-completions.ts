import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 撤销结业, as a graduation is revoked. */
export class RevokeCompletions1799330000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table graduation_revocations add column revokes text not null default 'GRADUATION'
        check (revokes in ('GRADUATION', 'COMPLETION'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table graduation_revocations drop column revokes');
  }
}
