import type { QueryRunner } from 'typeorm';

/** Nobody reads or writes `handled_at` any more. */
class DropHandledAt4000000000003 {
  up(runner: QueryRunner): Promise<unknown> {
    return runner.query(
      `drop trigger noted_at_in_step on inbox;
       drop function keep_noted_at_in_step;
       alter table inbox drop column handled_at, alter column noted_at set default now(), alter column noted_at set not null;`,
    );
  }

  async down() {}
}

export const migrations = [DropHandledAt4000000000003];
