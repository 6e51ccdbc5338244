import { z } from 'zod';
import type { Transaction } from '#database';
import { commonProblems, MAX_EXPORTED, Problem } from '#runtime';
import { ENROLLED_STATES } from '../domain/figures.js';
import { dimensionsOfRow, entriesBy, lastDay, narrowing, valuesOf } from './dimensions.js';

export const StockQuery = z.strictObject({ asOf: lastDay, ...narrowing });
export type StockQuery = z.output<typeof StockQuery>;

const counts = {
  enrolled: z.int().describe('在校生: who studies'),
  live: z.int().describe('在籍: who studies, is on leave or retained'),
};
const StockRow = z.object({ ...dimensionsOfRow, ...counts });
export type StockRow = z.infer<typeof StockRow>;

export const StockFigures = z
  .object({ asOf: lastDay, rows: z.array(StockRow), total: z.object(counts) })
  .meta({ id: 'StockFigures' });
export type StockFigures = z.infer<typeof StockFigures>;

/**
 * 在校生数、在籍数 at the end of a day, by what had been recorded at a moment. Cells that nobody is in are left out.
 * @throws Problem 422 too-many-to-export
 */
export async function stockOf(tx: Transaction, query: StockQuery): Promise<StockFigures> {
  const { asOf, by } = query;
  const places = [...new Set(by)].map((_, at) => at + 1).join(', ');
  const rows = await tx.query<StockRow>(
    `select *, enrolled, live from (
       select ${[...new Set(by)].map((each) => `"${each}"`).join(', ')},
         coalesce(sum(moved) filter (where stands = any($6)), 0)::integer as enrolled, sum(moved)::integer as live
       from (${entriesBy(by, 'state as stands, direction * quantity as moved')}) entries
       group by ${places}) figures
     where enrolled <> 0 or live <> 0 order by ${places} limit ${MAX_EXPORTED + 1}`,
    [...valuesOf(asOf, query), ENROLLED_STATES],
  );
  if (rows.length > MAX_EXPORTED) throw new Problem(commonProblems['too-many-to-export']);
  const sum = (field: 'enrolled' | 'live') => rows.reduce((all, row) => all + row[field], 0);
  return {
    asOf,
    rows: rows.map(withoutUnknown),
    total: { enrolled: sum('enrolled'), live: sum('live') },
  };
}

export const withoutUnknown = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;
