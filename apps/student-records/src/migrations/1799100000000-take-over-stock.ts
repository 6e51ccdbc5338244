import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { letRegionsRead } from '#copies';

/**
 * 接管存量: records of before the system, and the balance of each school. A version before this one cannot read a record without a
 * plan line: nothing is taken over before all processes run this version.
 */
export class TakeOverStock1799100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations
        alter column plan_line_id drop not null,
        add column taken_over_import_id uuid,
        add column taken_over_as text check (taken_over_as in ('ACTIVE', 'ON_LEAVE', 'RETAINED')),
        add constraint registrations_plan_line_or_taken_over
          check (plan_line_id is not null or taken_over_import_id is not null);
      create index registrations_taken_over on registrations (school_code, taken_over_as)
        where taken_over_import_id is not null;

      create table takeover_balances (
        balance_id uuid primary key,
        school_code text not null unique,
        state text not null check (state in ('SIGNED', 'CONFIRMED', 'RETURNED', 'REOPENED')),
        version integer not null,
        files integer not null,
        rows integer not null,
        stored integer not null,
        refused integer not null,
        active integer not null,
        on_leave integer not null,
        retained integer not null,
        remark text,
        signed_by text not null,
        signed_at timestamptz not null,
        confirmed_by text check ((confirmed_by is not null) = (state = 'CONFIRMED')),
        confirmed_at timestamptz,
        returned_by text,
        returned_at timestamptz,
        reopened_by text,
        reopened_at timestamptz,
        why text,
        check (rows = stored + refused),
        check (stored = active + on_leave + retained),
        check (refused = 0 or remark is not null)
      )`);
    await makeAggregate(queryRunner, 'takeover_balances', {
      id: 'balance_id',
      fourEyes: { confirmed_by: ['signed_by'], returned_by: ['signed_by'], reopened_by: ['signed_by'] },
    });
    await letRegionsRead(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table takeover_balances, takeover_balances_history;
      alter table registrations
        drop constraint registrations_plan_line_or_taken_over,
        drop column taken_over_import_id, drop column taken_over_as,
        alter column plan_line_id set not null`);
  }
}
