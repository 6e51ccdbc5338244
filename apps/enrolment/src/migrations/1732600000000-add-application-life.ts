import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From the draft to the end of the study, with every way out; a second place of a person; former studies. */
export class AddApplicationLife1732600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table applications
        add column contributors text[] not null default '{}',
        add column previous_registration_id uuid,
        add column second_admission_until date,
        add column former_persons_sealed text[],
        add column waitlist_line_id uuid references plan_lines,
        add column waitlist_rank integer,
        add column offered_at timestamptz,
        add column offer_ends_on date,
        add column registration_version integer,
        add column ended_as text,
        add column ended_on date,
        add column closed_by text,
        add column closed_at timestamptz,
        add column closing_code text,
        drop constraint applications_state_check,
        drop constraint applications_check,
        add constraint applications_state_check check (state in ('DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED', 'OFFERED',
          'ADMITTED', 'CHECKED_IN', 'REGISTERED', 'STUDY_ENDED', 'RETURNED', 'WITHDRAWN', 'REJECTED', 'DECLINED', 'CANCELLED',
          'NO_SHOW', 'ERASED')),
        add constraint applications_seat_check check (plan_line_id is not null or state not in
          ('OFFERED', 'ADMITTED', 'CHECKED_IN', 'REGISTERED', 'STUDY_ENDED', 'RETURNED', 'NO_SHOW'));

      drop index applications_one_live;
      create unique index applications_one_live on applications (id_number_index, offering_id, year, season)
        where state in ('DRAFT', 'SUBMITTED', 'UNDER_REVIEW', 'WAITLISTED', 'OFFERED', 'ADMITTED', 'CHECKED_IN', 'REGISTERED');
      create unique index applications_waitlist on applications (waitlist_line_id, waitlist_rank) where state = 'WAITLISTED';
      create index applications_awaited on applications (state, year, season) where state in ('OFFERED', 'ADMITTED');

      -- A second place is for who has a permit of the city, or whose registration lives again.
      alter table live_admissions
        add column place integer not null default 1 check (place > 0),
        drop constraint live_admissions_pkey,
        add primary key (person_index, place);

      create table former_studies (
        registration_id uuid primary key,
        person_index text not null,
        ended_as text not null,
        ended_on date not null
      );
      create index former_studies_by_person on former_studies (person_index);`);
  }

  async down(): Promise<void> {
    throw new Error('Applications have states by now that no older version knows; restore a backup.');
  }
}
