import type { QueryRunner } from 'typeorm';

const BATCH_ROWS = 5_000;

/** `handled_at` of the inbox gets another name, first beside the old one: the trigger keeps both in step, whoever writes. */
class AddNotedAt4000000000001 {
  up(runner: QueryRunner): Promise<unknown> {
    return runner.query(
      `alter table inbox add column noted_at timestamptz;
       create function keep_noted_at_in_step() returns trigger language plpgsql as $$
       begin
         if new.noted_at is null then new.noted_at := new.handled_at; else new.handled_at := new.noted_at; end if;
         return new;
       end $$;
       create trigger noted_at_in_step before insert or update on inbox
         for each row execute function keep_noted_at_in_step();`,
    );
  }

  async down() {}
}

/** A few rows at a time, each in a transaction of its own. */
class FillNotedAt4000000000002 {
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (let filled = BATCH_ROWS; filled === BATCH_ROWS;)
      [, filled] = await runner.query(
        `update inbox set noted_at = handled_at
         where event_id in (select event_id from inbox where noted_at is null limit ${BATCH_ROWS})`,
      );
  }

  async down() {}
}

export const migrations = [AddNotedAt4000000000001, FillNotedAt4000000000002];
