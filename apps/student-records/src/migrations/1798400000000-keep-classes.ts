import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 班级, and who was in which from when to when. */
export class KeepClasses1798400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await makeAggregate(queryRunner, 'classes', { id: 'class_id' });
    await makeAggregate(queryRunner, 'class_memberships', { id: 'membership_id' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table class_memberships, class_memberships_history, classes, classes_history',
    );
  }
}

const TABLES = `
  create table classes (
    class_id uuid primary key,
    school_code text not null,
    state text not null check (state in ('OPEN', 'CLOSED')),
    version integer not null,
    code text not null,
    name text not null,
    year integer not null,
    season text not null,
    study_mode text not null,
    level text not null,
    major_code text not null,
    major_name text not null,
    programme_type text not null,
    planned_size integer not null check (planned_size > 0),
    head_teachers jsonb not null,
    opened_by text not null,
    opened_at timestamptz not null,
    closed_on date,
    closing_reason text,
    closed_by text,
    closed_at timestamptz,
    unique (school_code, code)
  );
  create index classes_by_school on classes (school_code, class_id);

  -- Both days are days in the class; undone: it never held.
  create table class_memberships (
    membership_id uuid primary key,
    registration_id uuid not null references registrations,
    class_id uuid not null references classes,
    school_code text not null,
    state text not null check (state in ('CURRENT', 'ENDED', 'UNDONE')),
    version integer not null,
    from_on date not null,
    to_on date check ((to_on is not null) = (state = 'ENDED') and to_on >= from_on),
    ended_by uuid,
    misfits text[] not null,
    exception_reason text,
    placed_by text not null,
    placed_at timestamptz not null,
    undone_reason text,
    undone_by text,
    undone_at timestamptz,
    -- deferred: of a move the next one is written before the one that it ends
    constraint one_current_class_per_registration exclude using btree (registration_id with =)
      where (state = 'CURRENT') deferrable initially deferred
  );
  create index class_memberships_by_registration on class_memberships (registration_id, from_on);
  create index class_memberships_by_class on class_memberships (class_id, from_on);
  create index class_memberships_by_school on class_memberships (school_code, membership_id);
  create index class_memberships_ended on class_memberships (ended_by) where ended_by is not null;`;
