import type { MigrationInterface, QueryRunner } from 'typeorm';
import { letNoRegionsRead, letRegionsRead } from '#copies';
import { writtenByAuthority } from '#database';

/** 属地监管: a district reads what lies in its region, whichever authority is over the school, and writes none of it. */
export class LetRegionsRead1798990000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await letRegionsRead(queryRunner);
    for (const [table, registration] of OF_REGISTRATIONS)
      await queryRunner.query(writtenByAuthority(table, registration));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table] of OF_REGISTRATIONS)
      for (const written of ['inserted', 'updated', 'deleted'])
        await queryRunner.query(`drop policy ${written}_by_authority on ${table}`);
    await letNoRegionsRead(queryRunner);
  }
}

const HOLDER = 'coalesce(registrations.holder_id, registrations.person_id)';
const ofHolder = (table: string) => [table, `${HOLDER} = ${table}.person_id`] as const;

/** The tables that are seen by the registrations that may be seen. */
const OF_REGISTRATIONS = [
  ...['persons', 'person_names', 'person_documents', 'police_matches'].map(ofHolder),
  ...['erasures', 'erasures_history'].map(ofHolder),
  ['photos', 'registrations.registration_id = photos.registration_id'],
] as const;
