import { z } from 'zod';

/** What every list takes: how many at most, and after which item. */
export const pageFilter = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).max(200).optional(),
};

/** Schema of a page: `nextCursor` is there while more items follow. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

export interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

/**
 * Cuts a page from rows.
 * @param rows read with a limit of one more than `limit`: the one more tells that others follow
 * @param cursorOf what the next call gives as `cursor`; the rows must be ordered by it
 */
export function page<Row, Item>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const items = shown.map(itemOf);
  return rows.length > limit ? { items, nextCursor: cursorOf(shown.at(-1)!) } : { items };
}
