import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeAggregate } from '#aggregates';

/** 工作日历: the holidays and shifted working days of a year, as its notice has them. */
export class CountWorkingDays1798700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table working_calendars (
        calendar_id uuid primary key,
        year integer not null unique,
        document_no text not null,
        holidays text[] not null,
        shifted_workdays text[] not null,
        version integer not null
      )`);
    await makeAggregate(queryRunner, 'working_calendars', { id: 'calendar_id', state: null, seenBy: 'city' });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table working_calendars, working_calendars_history');
  }
}
