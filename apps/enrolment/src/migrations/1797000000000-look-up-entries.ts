import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasHistory } from '#aggregates';

/** Looks up the entry of each version that is written, where it went through the whole history. */
export class LookUpEntries1797000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const tables = {
      schools: { id: 'school_code', state: 'status' },
      qualifications: { id: 'qualification_id' },
      offerings: { id: 'offering_id', state: 'status' },
      plan_lines: { id: 'plan_line_id', state: 'status' },
      applications: { id: 'application_id' },
      season_calendars: { id: 'calendar_id', state: 'reach' },
      authorities: { id: 'authority_code', state: 'status' },
      school_changes: { id: 'change_id' },
      identity_conflicts: { id: 'conflict_id' },
      catalogue_majors: { id: 'catalogue_major_id', state: 'status' },
    };
    for (const [table, as] of Object.entries(tables)) await queryRunner.query(hasHistory(table, as));
  }

  async down(): Promise<void> {
    // The function before it refused the same.
  }
}
