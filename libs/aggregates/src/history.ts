import { z } from 'zod';
import { day, moment } from '#contracts';
import type { Transaction } from '#database';
import type { Aggregate, AnyState } from './aggregate.js';

export const historyOf = (table: string) => `${table}_history`;

/** An entry of a history, as its readers get it. */
export const HistoryEntry = z
  .object({
    version: z.int(),
    state: z.string().optional().describe('State from this version on; absent where the aggregate has none'),
    happened: z.string().describe('Name of the step, such as `approve-registrations`'),
    effectiveOn: day.describe(
      'Day on which it took effect, in China; it may lie before or after the recording',
    ),
    recordedAt: moment,
    actor: z.string().optional().describe('Subject of who did it; absent where the service itself did'),
    role: z.string().optional(),
    decisionNo: z.string().optional().describe('决定文号'),
    reason: z.string().optional(),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof HistoryEntry>;

interface Row {
  version: number;
  state: string | null;
  happened: string;
  effective_on: string;
  recorded_at: Date;
  actor: string | null;
  role: string | null;
  decision_no: string | null;
  reason: string | null;
  data: Record<string, unknown>;
}

/** The history of one aggregate, oldest first; empty where the scope of the transaction does not see it. */
export async function historyEntries(
  tx: Transaction,
  { table, idColumn }: Aggregate,
  id: string,
): Promise<HistoryEntry[]> {
  const rows = await tx.query<Row>(
    `select * from ${historyOf(table)} where ${idColumn} = $1 order by version`,
    [id],
  );
  return rows.map((row) => ({
    version: row.version,
    state: row.state ?? undefined,
    happened: row.happened,
    effectiveOn: row.effective_on,
    recordedAt: row.recorded_at.toISOString(),
    actor: row.actor ?? undefined,
    role: row.role ?? undefined,
    decisionNo: row.decision_no ?? undefined,
    reason: row.reason ?? undefined,
  }));
}

/**
 * SQL of the version that each aggregate had on a day, by what took effect until then and was recorded until a moment. It
 * reads under the scope of the transaction: the history by its primary key alone, all of it or, with `where`, of a few.
 * @param select columns of the aggregate's table, and of its history as `entry`: `school_code, entry.state`
 * @param on placeholder of the day, such as `$1`
 * @param known placeholder of the moment until which was recorded what counts
 */
export const asOf = (
  { table, idColumn }: Aggregate,
  { select, on, known, where = 'true' }: { select: string; on: string; known: string; where?: string },
): string => `
  select distinct on (${idColumn}) ${select}
  from ${table} join ${historyOf(table)} entry using (${idColumn})
  where entry.effective_on <= ${on} and entry.recorded_at <= ${known} and ${where}
  order by ${idColumn} desc, entry.version desc`;

/** A version as it was, with the name of the step that led to it. */
export interface PastVersion<State> {
  readonly happened: string;
  readonly state: State;
}

/**
 * Versions of aggregates that came of certain steps, in the order of ids and versions. What is personal is not in the
 * history: it is as it is today, and gone where it was erased.
 */
export async function pastVersions<State extends AnyState>(
  tx: Transaction,
  aggregate: Aggregate<State>,
  ids: readonly string[],
  happened: readonly string[],
): Promise<PastVersion<State>[]> {
  const { table, idColumn, personalColumns } = aggregate;
  const personal = personalColumns.map((name) => `'${name}', ${table}.${name}`).join(', ');
  const rows = await tx.query<Row>(
    `select happened, data || jsonb_build_object(${personal}) as data
     from ${historyOf(table)} entry join ${table} using (${idColumn})
     where ${idColumn} = any($1) and happened = any($2) order by ${idColumn}, entry.version`,
    [ids, happened],
  );
  return rows.map((row) => ({ happened: row.happened, state: aggregate.stateOf(row.data) }));
}
