import type { MigrationInterface, QueryRunner } from 'typeorm';
import { letNoRegionsRead, letRegionsRead } from '#copies';

/** 属地监管: a district reads what lies in its region, whichever authority is over the school. */
export class LetRegionsRead1798800000000 implements MigrationInterface {
  up(queryRunner: QueryRunner): Promise<void> {
    return letRegionsRead(queryRunner);
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return letNoRegionsRead(queryRunner);
  }
}
