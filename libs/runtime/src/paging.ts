import { z } from 'zod';

/** Items are counted up to here; beyond it a caller learns that there are more. */
export const MAX_COUNTED = 10_000;

/** Schema of a page: `nextCursor` is there while more items follow, `total` where it was asked for. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .optional()
      .describe('Given back as `cursor` for the next page; absent at the last'),
    total: z
      .object({ count: z.int(), atLeast: z.boolean().describe('true: there are more than `count`') })
      .optional()
      .describe('What the filters leave, all pages together; with `total=true` only'),
  });

export interface Page<Item> {
  items: Item[];
  nextCursor?: string;
  total?: { count: number; atLeast: boolean };
}
