import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { fourEyes } from '#database';

/** 招生计划 is submitted, decided on, adjusted and closed; the city has a target for each year. */
export class LetPlansBeDecided1796700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table plan_lines
        add column contributors text[] not null default '{}',
        add column return_reason text,
        add column approved_by text,
        add column adjustment_state text check (adjustment_state in ('PENDING', 'APPROVED', 'RETURNED')),
        add column adjustment_planned integer,
        add column adjustment_reason text,
        add column adjustment_requested_by text,
        add column adjustment_decided_by text,
        add column adjustment_return_reason text,
        add column closed_because text check (closed_because in ('TIME', 'DECISION')),
        drop constraint plan_lines_status_check,
        add constraint plan_lines_status_check
          check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED', 'CLOSED')),
        add constraint plan_lines_approved_by_no_contributor
          check (approved_by is null or approved_by <> all (contributors)),
        add constraint plan_lines_published_by_no_contributor
          check (published_by is null or published_by <> all (contributors)),
        add constraint plan_lines_adjusted_by_no_contributor
          check (adjustment_decided_by is null or adjustment_decided_by <> all (contributors));
      ${fourEyes('plan_lines', 'drafted_by', 'approved_by')}
      ${fourEyes('plan_lines', 'adjustment_requested_by', 'adjustment_decided_by')}

      create table annual_targets (
        target_id uuid primary key,
        year integer not null,
        level text,
        authority_code text references authorities,
        target integer not null check (target >= 0),
        version integer not null,
        unique nulls not distinct (year, level, authority_code),
        check (level is null or authority_code is null)
      )`);
    await makeAggregate(queryRunner, 'annual_targets', { id: 'target_id', state: null, seenBy: 'city' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table annual_targets, annual_targets_history;
      drop function annual_targets_has_history;
      alter table plan_lines drop column contributors, drop column return_reason, drop column approved_by,
        drop column adjustment_state, drop column adjustment_planned, drop column adjustment_reason,
        drop column adjustment_requested_by, drop column adjustment_decided_by,
        drop column adjustment_return_reason, drop column closed_because,
        drop constraint plan_lines_status_check,
        add constraint plan_lines_status_check check (status in ('DRAFT', 'PUBLISHED', 'CLOSED'))`);
  }
}
