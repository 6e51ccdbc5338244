import { z } from 'zod';
import { day } from '#contracts';
import type { Transaction } from '#database';
import { commonProblems, MAX_EXPORTED, Problem } from '#runtime';
import {
  ENROLLED_STATES,
  ENTRIES,
  LEAVINGS,
  type Movement,
  type MovementKind,
  movementKind,
} from '../domain/figures.js';
import { type Dimension, dimensionsOfRow, entriesBy, narrowing, valuesOf } from './dimensions.js'; // prettier-ignore
import { withoutUnknown } from './stock.js';

export const MovementsQuery = z
  .strictObject({
    from: day.describe('First day of the period'),
    to: day.describe('Last day of the period'),
    ...narrowing,
  })
  .refine(({ from, to }) => from <= to, {
    path: ['to'],
    message: '结束日期早于开始日期',
    params: { code: 'ends-before-start' },
  });
export type MovementsQuery = z.output<typeof MovementsQuery>;

const kinds = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, z.int()])) as Record<string, z.ZodInt>;
const counts = {
  opening: z.int().describe('在校生 at the end of the day before the period'),
  entered: z.int().describe('增加, all kinds together'),
  left: z.int().describe('减少, all kinds together'),
  movedWithin: z.int().describe('What came from other cells of the same school and study mode, less what went to them'),
  closing: z.int().describe('在校生 at the end of the period: opening + entered − left + movedWithin'),
  ...kinds(ENTRIES),
  ...kinds(LEAVINGS),
}; // prettier-ignore
export const MovementRow = z.object({ ...dimensionsOfRow, ...counts });
export type MovementRow = z.infer<typeof MovementRow>;
type Counts = Record<'opening' | 'entered' | 'left' | 'closing' | MovementKind, number>;

export const MovementFigures = z
  .object({ from: day, to: day, rows: z.array(MovementRow), total: z.object(counts) })
  .meta({ id: 'MovementFigures' });
export type MovementFigures = z.infer<typeof MovementFigures>;

type Entry = Movement & Record<Dimension, string> & { before: boolean; quantity: number };

/**
 * 在校生变动情况 of a period: what was there, who entered, who left, by kind, and what is there. Movements are counted, not persons.
 * @throws Problem 422 too-many-to-export
 */
export async function movementsOf(tx: Transaction, query: MovementsQuery): Promise<MovementFigures> {
  const { from, to, by } = query;
  const dimensions = [...new Set(by)];
  const entries = await tx.query<Entry>(
    `select ${dimensions.map((each) => `"${each}"`).join(', ')}, before, direction, counterpart, "withinUnit",
       sum(quantity)::integer as quantity
     from (${entriesBy(
       by,
       'moved_on < $7 as before, direction, case when moved_on < $7 then null else counterpart end as counterpart, moved_on >= $7 and within_unit as "withinUnit", state as stands, quantity',
     )}) entries
     where stands = any($6)
     group by ${dimensions.map((_, at) => at + 1).join(', ')}, before, direction, counterpart, "withinUnit"
     order by ${dimensions.map((_, at) => at + 1).join(', ')} limit ${MAX_EXPORTED + 1}`,
    [...valuesOf(to, query), ENROLLED_STATES, from],
  );
  if (entries.length > MAX_EXPORTED) throw new Problem(commonProblems['too-many-to-export']);
  const cellOf = (entry: Entry) => JSON.stringify(dimensions.map((each) => entry[each]));
  const rows = [...Map.groupBy(entries, cellOf).values()].flatMap((ofCell) => {
    const figures = countsOf(ofCell);
    if (Object.values(figures).every((count) => count === 0)) return [];
    const cell = Object.fromEntries(dimensions.map((each) => [each, ofCell[0]![each]]));
    return [{ ...withoutUnknown(cell), ...figures }];
  });
  return { from, to, rows, total: countsOf(entries) };
}

function countsOf(entries: readonly Entry[]): Counts {
  const found = { opening: 0, entered: 0, left: 0, movedWithin: 0, closing: 0 } as Counts;
  for (const kind of [...ENTRIES, ...LEAVINGS]) found[kind] = 0;
  for (const entry of entries) {
    const { before, direction, quantity } = entry;
    const kind = before ? 'opening' : movementKind(entry);
    found[kind] += kind === 'opening' || kind === 'movedWithin' ? direction * quantity : quantity;
    if (kind !== 'opening' && kind !== 'movedWithin') found[direction === 1 ? 'entered' : 'left'] += quantity;
    found.closing += direction * quantity;
  }
  return found;
}
