import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { nameKeys } from '#national-codes';

/** 院校变更: schools change by their days, and are found by the names that they had. */
export class LetSchoolsChange1796200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table schools
        add column former_names jsonb not null default '[]',
        add column name_keys text[] not null default '{}',
        add column level_exemptions jsonb not null default '[]',
        add column address text,
        add column phone text,
        add column email text,
        add column successor_code text,
        add column effective_from date;

      create table school_changes (
        change_id uuid primary key,
        school_code text not null references schools,
        state text not null check (state in ('SCHEDULED', 'APPLIED', 'CANCELLED', 'LAPSED')),
        kind text not null,
        fields jsonb not null,
        effective_on date not null,
        reason text not null,
        decision_no text,
        decided_by text not null,
        decided_at timestamptz not null,
        lapsed_because text,
        version integer not null
      );
      create index school_changes_by_day on school_changes (effective_on) where state = 'SCHEDULED'`);
    await makeAggregate(queryRunner, 'school_changes', { id: 'change_id' });
    const known: { school_code: string; name: string }[] = await queryRunner.query(
      'select school_code, name from schools',
    );
    for (const { school_code: code, name } of known)
      await queryRunner.query('update schools set name_keys = $2 where school_code = $1', [
        code,
        [name, ...Object.values(nameKeys(name))],
      ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table school_changes, school_changes_history;
      alter table schools drop column former_names, drop column name_keys, drop column level_exemptions,
        drop column address, drop column phone, drop column email, drop column successor_code,
        drop column effective_from`);
  }
}
