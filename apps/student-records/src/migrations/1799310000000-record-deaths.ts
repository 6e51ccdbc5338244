import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';
import { letRegionsRead } from '#copies';

/** 离校后死亡: of a person whose records have ended, marked on each of them. */
export class RecordDeaths1799310000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table registrations add column deceased_on date, add column death_noted_at timestamptz;
      create table person_deaths (
        death_id uuid primary key,
        registration_id uuid not null references registrations,
        person_id uuid not null,
        school_code text not null,
        state text not null check (state in ('REPORTED', 'CONFIRMED', 'DECLINED', 'REVERSED')),
        version integer not null,
        died_on date not null,
        evidence text not null,
        evidence_id uuid,
        reported_by text not null,
        reported_at timestamptz not null,
        confirmed_by text,
        confirmed_at timestamptz,
        declined_by text,
        declined_at timestamptz,
        decline_reason text,
        reversed_by text,
        reversed_at timestamptz,
        reversal_reason text
      );
      create unique index one_death_per_person on person_deaths (person_id) where state in ('REPORTED', 'CONFIRMED');
      create index person_deaths_by_school on person_deaths (school_code, death_id);
      create index person_deaths_by_state on person_deaths (state, death_id);
      create index person_deaths_by_registration on person_deaths (registration_id, death_id)`);
    await makeAggregate(queryRunner, 'person_deaths', {
      id: 'death_id',
      fourEyes: {
        confirmed_by: ['reported_by'],
        declined_by: ['reported_by'],
        reversed_by: ['reported_by', 'confirmed_by'],
      },
    });
    await letRegionsRead(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table person_deaths, person_deaths_history;
      drop function person_deaths_has_history;
      alter table registrations drop column deceased_on, drop column death_noted_at`);
  }
}
