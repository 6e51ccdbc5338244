import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 招生日程. */
export class AddCalendar1732500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table season_calendars (
        calendar_id uuid primary key,
        year integer not null,
        season text not null,
        reach text not null check (reach in ('CITY', 'SCHOOL')),
        school_code text references schools,
        applications_open_on date,
        applications_close_on date,
        admission_open_on date,
        admission_close_on date,
        check_in_open_on date,
        check_in_deadline date,
        registration_cut_off date,
        version integer not null,
        unique nulls not distinct (year, season, school_code),
        check ((reach = 'SCHOOL') = (school_code is not null)),
        check (reach = 'SCHOOL' or num_nulls(applications_open_on, applications_close_on, admission_open_on,
          admission_close_on, check_in_open_on, check_in_deadline, registration_cut_off) = 0)
      )`);
    await makeAggregate(queryRunner, 'season_calendars', {
      id: 'calendar_id',
      state: 'reach',
      seenBy: 'city',
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table season_calendars, season_calendars_history');
  }
}
