import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 弹性学制、学分制、工学交替 and what programmes rest on; and the credits that students earn. */
export class LetStudiesBeFlexible1798710000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        add column contract_no text,
        add column cooperation_agreement_no text,
        add column entry_qualification text,
        add column min_months integer,
        add column max_months integer,
        add column flexible boolean,
        add column credit_based boolean,
        add column credits_required double precision,
        add column alternation boolean;
      create table credit_entries (
        entry_id uuid primary key,
        registration_id uuid not null references registrations,
        school_code text not null,
        state text not null check (state in ('RECORDED', 'COMPENSATED', 'COMPENSATION')),
        version integer not null,
        kind text not null,
        course_code text not null,
        course_name text not null,
        term text,
        result text not null,
        credits double precision not null check (credits = 0 or (credits > 0) = (state <> 'COMPENSATION')),
        evidence text,
        compensates uuid references credit_entries
      );
      create unique index one_entry_per_result on credit_entries (registration_id, course_code, term, result)
        nulls not distinct where state = 'RECORDED';
      -- a course counts once
      create unique index one_pass_per_course on credit_entries (registration_id, course_code)
        where state = 'RECORDED' and result = 'PASSED';
      create unique index compensated_once on credit_entries (compensates);
      create index credit_entries_by_registration on credit_entries (registration_id, entry_id);
      create index credit_entries_by_school on credit_entries (school_code, entry_id);
      create index credit_entries_by_state on credit_entries (state, entry_id)`);
    await makeAggregate(queryRunner, 'credit_entries', { id: 'entry_id' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table credit_entries, credit_entries_history;
      alter table registrations
        drop column contract_no, drop column cooperation_agreement_no, drop column entry_qualification,
        drop column min_months, drop column max_months, drop column flexible, drop column credit_based,
        drop column credits_required, drop column alternation`);
  }
}
