import type { MigrationInterface, QueryRunner } from 'typeorm';
import { letFilesLieOutside } from '#files';

/** Uploaded files may be objects of a store that speaks S3; those in rows stay there. */
export class LetFilesLieOutside1799800000000 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return letFilesLieOutside(queryRunner);
  }

  /** Only while no file lies outside: the schema refuses to forget where one is. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `alter table stored_files alter column content set not null, drop column object_id; drop table spare_objects`,
    );
  }
}
