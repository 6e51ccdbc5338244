import { aggregate, aggregateList } from '#aggregates';
import type { Transaction } from '#database';
import { TakeoverBalance, type TakeoverFigures } from '../domain/takeover-balance.js';

/** 接管平账 in its table, one of each school. */
export const takeoverBalances = aggregate({
  name: 'takeover-balance',
  table: 'takeover_balances',
  id: 'balanceId',
  school: 'schoolCode',
  states: TakeoverBalance,
});
export const balanceList = aggregateList(takeoverBalances, { component: 'TakeoverBalance', filters: {} });

export const balanceOf = async (tx: Transaction, schoolCode: string): Promise<TakeoverBalance | undefined> =>
  (await takeoverBalances.find(tx, 'school_code = $1', [schoolCode]))[0];

/** Files are stored beside each other (`shared`), and none while the balance is signed off. */
export const holdTakeover = (tx: Transaction, schoolCode: string, how: 'shared' | 'alone') =>
  tx.query(
    `select pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(hashtext('take-over'), hashtext($1))`,
    [schoolCode],
  );

/**
 * What the files of a school held, and what was stored by them, by the state in which it was taken over. Of a file that was cancelled on
 * its way the rest counts as refused.
 */
export async function countTakeover(
  tx: Transaction,
  schoolCode: string,
): Promise<{ figures: TakeoverFigures; importing: boolean }> {
  const [row] = await tx.query<TakeoverFigures & { importing: boolean }>(
    `with files as (
       select count(*)::int as files, coalesce(sum(total_rows), 0)::int as rows,
         coalesce(sum(total_rows - committed_rows), 0)::int as refused, array_agg(import_id) as import_ids
       from import_jobs where kind = 'stock-registrations' and school_code = $1 and (state = 'DONE' or committed_rows > 0)),
     taken as (
       select count(*)::int as stored, count(*) filter (where taken_over_as = 'ACTIVE')::int as active,
         count(*) filter (where taken_over_as = 'ON_LEAVE')::int as "onLeave",
         count(*) filter (where taken_over_as = 'RETAINED')::int as retained
       from registrations, files where taken_over_import_id = any(import_ids) and transferred_in_on is null)
     select files, rows, refused, taken.*, exists (
       select from import_jobs where kind = 'stock-registrations' and school_code = $1 and state = 'COMMITTING') as importing
     from files cross join taken`,
    [schoolCode],
  );
  const { importing, ...figures } = row!;
  return { figures, importing };
}
