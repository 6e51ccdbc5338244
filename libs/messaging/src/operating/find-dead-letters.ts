import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { allSchools, Transactions } from '#database';
import { listOf, notFound, pageOf } from '#runtime';
import type { Actor } from '#security';
import { PARK_REASONS } from '../dead-letters.js';
import { actions } from './dead-letter-actions.js';
import { type DeadLetterRow, DeadLetterView, viewOf } from './dead-letter-row.js';

const letterId = z.string().regex(/^\d{1,18}$/, 'a dead letter has a number');
export const DeadLetterId = letterId;

const deadLetters = listOf({
  filters: {
    topic: ['topic', z.string().max(200)],
    type: [`headers ->> 'ce_type'`, z.string().max(200)],
    key: ['key', z.string().max(200)],
    reason: ['reason', z.enum(PARK_REASONS)],
    open: [
      '(resolved_at is null)',
      z.stringbool().default(true).meta({ description: 'false: those that were redriven or discarded' }),
    ],
  },
  sorts: { id: ['id'] },
});
export const DeadLetterFilter = deadLetters.query;
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

  /** The order of ids is that in which they were parked. */
  list(query: DeadLetterFilter): Promise<DeadLetterPage> {
    return this.transactions.run(allSchools, (tx) =>
      deadLetters.page(tx, query, { select: 'select * from dead_letters', itemOf: viewOf }),
    );
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
