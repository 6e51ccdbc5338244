import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { letRegionsRead } from '#copies';

/** 接管历届毕业生, and a balance of them beside that of the present students. */
export class TakeOverGraduates1799110000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table former_graduates (
        former_graduate_id uuid primary key,
        school_code text not null,
        state text not null check (state in ('TAKEN_OVER', 'REVOKED')),
        version integer not null,
        person_id uuid not null references persons,
        import_id uuid not null,
        student_no text,
        school_name text not null,
        major_name text not null,
        level text not null,
        study_mode text not null,
        start_on date not null,
        graduated_on date not null check (graduated_on > start_on),
        certificate_no text,
        issue_date date not null,
        taken_over_by text not null,
        taken_over_at timestamptz not null,
        revoked_by text,
        revoked_at timestamptz,
        decision_no text,
        reason text,
        check ((state = 'REVOKED') = (revoked_by is not null and decision_no is not null))
      );
      create unique index former_graduates_by_certificate on former_graduates (certificate_no);
      create index former_graduates_by_school on former_graduates (school_code, former_graduate_id);
      create index former_graduates_by_person on former_graduates (person_id);
      create index former_graduates_by_import on former_graduates (import_id);
      create index former_graduates_by_student_no on former_graduates (student_no);
      create index former_graduates_by_day on former_graduates (graduated_on, former_graduate_id);

      alter table takeover_balances
        add column kind text not null default 'STOCK' check (kind in ('STOCK', 'FORMER_GRADUATES')),
        alter column active drop not null, alter column on_leave drop not null, alter column retained drop not null,
        drop constraint takeover_balances_school_code_key,
        add constraint takeover_balances_one_of_a_kind unique (school_code, kind),
        add check (kind <> 'STOCK' or num_nulls(active, on_leave, retained) = 0);

      create index registrations_by_takeover on registrations (taken_over_import_id) where taken_over_import_id is not null;
      drop index registrations_taken_over`);
    await makeAggregate(queryRunner, 'former_graduates', {
      id: 'former_graduate_id',
      fourEyes: { revoked_by: ['taken_over_by'] },
    });
    await letRegionsRead(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table former_graduates, former_graduates_history;
      delete from takeover_balances where kind <> 'STOCK';
      alter table takeover_balances drop column kind, add unique (school_code);
      create index registrations_taken_over on registrations (school_code, taken_over_as) where taken_over_import_id is not null;
      drop index registrations_by_takeover`);
  }
}
