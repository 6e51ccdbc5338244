import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { appendOnly, rowLevelSecurity } from '#database';

/** 学籍监管: what rules find at schools, when they ran, and what the city has decided on them. */
export class Supervise1798500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- of phones that are entered from now on
      alter table persons add column phone_index text;
      create index persons_by_phone on persons (phone_index) where phone_index is not null;

      create table supervision_findings (
        finding_id uuid primary key,
        school_code text not null,
        rule text not null,
        rule_version integer not null,
        severity text not null check (severity in ('HIGH', 'MEDIUM', 'LOW')),
        subject text not null,
        registration_ids uuid[] not null,
        facts jsonb not null,
        contributors text[] not null check (decided_by is null or decided_by <> all (contributors)),
        state text not null check (state in ('OPEN', 'ANSWERED', 'ACCEPTED', 'REOPENED', 'RESOLVED')),
        version integer not null,
        found_on date not null,
        answer text,
        evidence text,
        answered_by text,
        answered_at timestamptz,
        decided_by text,
        decided_at timestamptz,
        decision_reason text,
        resolved_on date,
        resolved_because text check (resolved_because in ('MENDED', 'RULE_OFF')),
        unique (rule, school_code, subject)
      );
      create index supervision_findings_by_school on supervision_findings (school_code, finding_id);
      create index supervision_findings_by_state on supervision_findings (state, finding_id);
      create index supervision_findings_by_day on supervision_findings (found_on, finding_id);
      create index supervision_findings_by_registration on supervision_findings using gin (registration_ids);

      create table supervision_runs (
        run_id uuid not null,
        school_code text not null,
        rule text not null,
        rule_version integer not null,
        enabled boolean not null,
        threshold integer,
        ran_at timestamptz not null,
        found integer not null,
        opened integer not null,
        reopened integer not null,
        resolved integer not null,
        primary key (run_id, school_code)
      );
      create index supervision_runs_by_time on supervision_runs (ran_at, run_id, school_code);
      create index supervision_runs_by_school on supervision_runs (school_code, ran_at);
      ${rowLevelSecurity('supervision_runs')}
      ${appendOnly('supervision_runs')}

      create table supervision_rule_decisions (
        decision_id uuid primary key,
        rule text not null,
        effective_from date not null,
        enabled boolean not null,
        threshold integer,
        decision_no text not null,
        state text not null check (state in ('DECIDED', 'CANCELLED')),
        version integer not null,
        cancelled_by text,
        cancelled_at timestamptz
      );
      create unique index supervision_rule_decisions_one_of_day on supervision_rule_decisions (rule, effective_from)
        where state = 'DECIDED'`);
    await makeAggregate(queryRunner, 'supervision_findings', {
      id: 'finding_id',
      fourEyes: { decided_by: ['answered_by'] },
    });
    await makeAggregate(queryRunner, 'supervision_rule_decisions', { id: 'decision_id', seenBy: 'city' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table persons drop column phone_index;
      drop table supervision_findings, supervision_findings_history, supervision_runs,
      supervision_rule_decisions, supervision_rule_decisions_history`);
  }
}
