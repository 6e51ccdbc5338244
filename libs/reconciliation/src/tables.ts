import type { QueryRunner } from 'typeorm';

/**
 * `daily_digests`: the day in China on which this service last published its digests by itself, one row. A new
 * service has nothing to tell on its first day.
 */
export async function createReconciliationTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table daily_digests (done_on date not null);
    insert into daily_digests values ((now() at time zone 'Asia/Shanghai')::date);`);
}
