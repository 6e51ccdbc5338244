import { z } from 'zod';

/** Schema of a page: `nextCursor` is there while more items follow. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .optional()
      .describe('Given back as `cursor` for the next page; absent at the last'),
  });

export interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}
