import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { allSchools, Transactions } from '#database';
import { notFound, page, pageFilter, pageOf } from '#runtime';
import type { Actor } from '#security';
import { PARK_REASONS } from '../dead-letters.js';
import { actions } from './dead-letter-actions.js';
import { type DeadLetterRow, DeadLetterView, viewOf } from './dead-letter-row.js';

const letterId = z.string().regex(/^\d{1,18}$/, 'a dead letter has a number');
export const DeadLetterId = letterId;

export const DeadLetterFilter = z.strictObject({
  ...pageFilter,
  cursor: letterId.optional(),
  topic: z.string().max(200).optional(),
  type: z.string().max(200).optional(),
  key: z.string().max(200).optional(),
  reason: z.enum(PARK_REASONS).optional(),
  open: z.stringbool().default(true).meta({ description: 'false: those that were redriven or discarded' }),
});
export type DeadLetterFilter = z.infer<typeof DeadLetterFilter>;

export const DeadLetterPage = pageOf(DeadLetterView).meta({ id: 'DeadLetterPage' });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

export const DeadLetterDetail = DeadLetterView.extend({
  headers: z.record(z.string(), z.string()),
  payload: z
    .string()
    .optional()
    .meta({ description: 'As it came, for a city officer only; an identity in it is still sealed' }),
}).meta({ id: 'DeadLetterDetail' });
export type DeadLetterDetail = z.infer<typeof DeadLetterDetail>;

@Injectable()
export class FindDeadLetters {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  /** In the order in which they were parked; the cursor is the last id shown. */
  list({ limit, cursor, ...filter }: DeadLetterFilter): Promise<DeadLetterPage> {
    return this.transactions.run(allSchools, async (tx) => {
      const rows = await tx.query<DeadLetterRow>(
        `select * from dead_letters
         where (resolved_at is null) = $1 and ($2::text is null or topic = $2) and ($3::text is null or key = $3)
           and ($4::text is null or reason = $4) and ($5::text is null or headers ->> 'ce_type' = $5)
           and ($6::bigint is null or id > $6)
         order by id limit $7`,
        [filter.open, filter.topic, filter.key, filter.reason, filter.type, cursor, limit + 1],
      );
      return page(rows, limit, (row) => row.id, viewOf);
    });
  }

  /** Written down: a payload tells of a person. @throws Problem 404 */
  one(id: string, actor: Actor): Promise<DeadLetterDetail> {
    return this.commands.look(actor, actions['look-at-dead-letter'], async (tx) => {
      const [row] = await tx.query<DeadLetterRow>('select * from dead_letters where id = $1', [id]);
      if (!row) throw noSuchLetter();
      tx.changed({ aggregate: 'dead-letter', id, schoolCode: null });
      const { headers } = row;
      return {
        ...viewOf(row),
        headers,
        payload: actor.role === 'city-officer' ? row.payload.toString() : undefined,
      };
    });
  }
}

export const noSuchLetter = () => notFound('There is no dead letter of this number.', '未找到该死信');
