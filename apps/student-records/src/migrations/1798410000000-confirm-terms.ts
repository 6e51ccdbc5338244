import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 学期, and who was confirmed in each. */
export class ConfirmTerms1798410000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await makeAggregate(queryRunner, 'terms', { id: 'term_id', seenBy: 'city' });
    await makeAggregate(queryRunner, 'term_reopenings', { id: 'reopening_id', state: null });
    await makeAggregate(queryRunner, 'term_confirmations', { id: 'confirmation_id' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table term_confirmations, term_confirmations_history, term_reopenings, term_reopenings_history, terms, terms_history`);
  }
}

const TABLES = `
  create table terms (
    term_id uuid primary key,
    term text not null unique,
    state text not null check (state in ('OPEN', 'CANCELLED')),
    version integer not null,
    start_on date not null,
    end_on date not null check (end_on > start_on),
    confirmation_opens_on date not null,
    confirmation_closes_on date not null check (confirmation_closes_on between confirmation_opens_on and end_on)
  );

  create table term_reopenings (
    reopening_id uuid primary key,
    term_id uuid not null references terms,
    school_code text not null,
    version integer not null,
    confirmation_closes_on date not null,
    reopened_by text not null,
    reopened_at timestamptz not null,
    unique (term_id, school_code)
  );

  -- missed: the window closed without a word of the school
  create table term_confirmations (
    confirmation_id uuid primary key,
    registration_id uuid not null references registrations,
    term_id uuid not null references terms,
    school_code text not null,
    state text not null check (state in ('CONFIRMED', 'NOT_CONFIRMED', 'MISSED')),
    version integer not null,
    reason_code text check ((reason_code is not null) = (state = 'NOT_CONFIRMED')),
    remark text,
    stated_by text,
    stated_at timestamptz,
    missed_on date check ((missed_on is not null) = (state = 'MISSED')),
    unique (registration_id, term_id)
  );
  create index term_confirmations_by_term on term_confirmations (term_id, school_code, state);
  create index term_confirmations_by_school on term_confirmations (school_code, confirmation_id);`;
