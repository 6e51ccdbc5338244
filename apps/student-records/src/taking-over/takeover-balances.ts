import { z } from 'zod';
import { aggregate, aggregateList } from '#aggregates';
import type { Transaction } from '#database';
import { TAKEOVER_KINDS, TakeoverBalance, type TakeoverFigures, type TakeoverKind, isClosed } from '../domain/takeover-balance.js'; // prettier-ignore

/** 接管平账 in its table, one of each school and kind. */
export const takeoverBalances = aggregate({
  name: 'takeover-balance',
  table: 'takeover_balances',
  id: 'balanceId',
  school: 'schoolCode',
  states: TakeoverBalance,
});
export const balanceList = aggregateList(takeoverBalances, {
  component: 'TakeoverBalance',
  filters: { kind: ['kind', z.enum(TAKEOVER_KINDS)] },
});

/** What files of a kind are called, and what they have stored: SQL over `files`, with `stored`. */
const STORED_BY = {
  STOCK: [
    'stock-registrations',
    `select count(*)::int as stored, count(*) filter (where taken_over_as = 'ACTIVE')::int as active,
       count(*) filter (where taken_over_as = 'ON_LEAVE')::int as "onLeave",
       count(*) filter (where taken_over_as = 'RETAINED')::int as retained
     from registrations, files where taken_over_import_id = any(import_ids) and transferred_in_on is null`,
  ],
  FORMER_GRADUATES: [
    'former-graduates',
    'select count(*)::int as stored from former_graduates, files where import_id = any(import_ids)',
  ],
} as const satisfies Record<TakeoverKind, readonly [importKind: string, stored: string]>;

export const balanceOf = async (
  tx: Transaction,
  schoolCode: string,
  kind: TakeoverKind,
): Promise<TakeoverBalance | undefined> =>
  (await takeoverBalances.find(tx, 'school_code = $1 and kind = $2', [schoolCode, kind]))[0];

/** Files are stored beside each other (`shared`), and none while the balance is signed off. */
const holdTakeover = (tx: Transaction, schoolCode: string, kind: TakeoverKind, how: 'shared' | 'alone') =>
  tx.query(
    `select pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(hashtext('take-over ' || $2), hashtext($1))`,
    [schoolCode, kind],
  );

/** Whether the balance is signed off, asked by who stores a file; nobody signs it before they are done. */
export async function isSignedOff(tx: Transaction, schoolCode: string, kind: TakeoverKind): Promise<boolean> {
  await holdTakeover(tx, schoolCode, kind, 'shared');
  return isClosed(await balanceOf(tx, schoolCode, kind));
}

/** The balance as it is while nothing is stored. */
export async function lockBalance(tx: Transaction, schoolCode: string, kind: TakeoverKind) {
  await holdTakeover(tx, schoolCode, kind, 'alone');
  return balanceOf(tx, schoolCode, kind);
}

/**
 * What the files of a school held, and what was stored by them, by the state in which it was taken over. Of a file that was cancelled on
 * its way the rest counts as refused.
 */
export async function countTakeover(
  tx: Transaction,
  schoolCode: string,
  kind: TakeoverKind,
): Promise<{ figures: TakeoverFigures; importing: boolean }> {
  const [importKind, stored] = STORED_BY[kind];
  const [row] = await tx.query<TakeoverFigures & { importing: boolean }>(
    `with files as (
       select count(*)::int as files, coalesce(sum(total_rows), 0)::int as rows,
         coalesce(sum(total_rows - committed_rows), 0)::int as refused, array_agg(import_id) as import_ids
       from import_jobs where kind = $2 and school_code = $1 and (state = 'DONE' or committed_rows > 0)),
     taken as (${stored})
     select files, rows, refused, taken.*, exists (
       select from import_jobs where kind = $2 and school_code = $1 and state = 'COMMITTING') as importing
     from files cross join taken`,
    [schoolCode, importKind],
  );
  const { importing, ...figures } = row!;
  return { figures, importing };
}
