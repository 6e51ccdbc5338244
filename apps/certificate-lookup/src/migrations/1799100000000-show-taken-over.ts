import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 接管: certificates that were given on paper before the system. */
export class ShowTakenOver1799100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table entries add column taken_over boolean not null default false');
  }

  async down(): Promise<void> {
    throw new Error('A migration is undone by the next one, not backwards.');
  }
}
