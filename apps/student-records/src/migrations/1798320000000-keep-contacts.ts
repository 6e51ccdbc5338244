import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowLevelSecurity } from '#database';

/** 联系信息: all guardians and the address of a person, sealed by the key of their contact, and what was before each change. */
export class KeepContacts1798320000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table persons add column address text, add column guardians text;
      create table contact_changes (
        contact_change_id uuid primary key,
        person_id uuid not null references persons,
        registration_id uuid not null references registrations,
        school_code text not null,
        fields text[] not null,
        -- sealed; null once the contact was erased
        former text,
        reason text not null,
        changed_by text not null,
        changed_at timestamptz not null
      );
      create index contact_changes_by_person on contact_changes (person_id, contact_change_id);
      ${rowLevelSecurity('contact_changes')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table contact_changes; alter table persons drop column address, drop column guardians',
    );
  }
}
