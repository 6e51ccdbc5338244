import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '#database';

const TABLES = ['persons', 'erasures', 'erasures_history', 'person_names', 'person_documents'];
const HOLDER =
  'case when registrations.holder_id is null then registrations.person_id else registrations.holder_id end';
const BEFORE = 'coalesce(registrations.holder_id, registrations.person_id)';

/**
 * Whose a registration is, in words that PostgreSQL looks up by an index: under row-level security it takes `coalesce` for something
 * that might leak, and went through all persons for each registration of a page.
 */
export class FindHoldersByIndex1798941000000 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await buildIndex(queryRunner, 'registrations_of_holder', `registrations ((${HOLDER.replaceAll('registrations.', '')}))`); // prettier-ignore
    for (const table of TABLES) await queryRunner.query(byHolder(table, HOLDER));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(byHolder(table, BEFORE));
    await queryRunner.query('drop index registrations_of_holder');
  }
}

const byHolder = (table: string, holder: string) => `
  alter policy by_registration on ${table}
    using ((select current_setting('jiangtu.scope', true)) = 'all'
      or exists (select from registrations where ${holder} = ${table}.person_id))`;
