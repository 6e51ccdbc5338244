import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { allSchools, describeError, type Transaction, Transactions } from '#database';
import type { Actor } from '#security';
import type { BatchHandler } from '../batch-handler.js';
import { PARK_REASONS } from '../dead-letters.js';
import { ReactionTransport } from '../reaction-transport.js';
import { actions } from './dead-letter-actions.js';
import { type DeadLetterRow, recordOf } from './dead-letter-row.js';
import { DeadLetterId } from './find-dead-letters.js';

export const Redrive = z
  .strictObject({
    ids: z.array(DeadLetterId).min(1).max(1000).optional(),
    topic: z.string().max(200).optional(),
    type: z.string().max(200).optional(),
    reason: z.enum(PARK_REASONS).optional(),
  })
  .refine((filter) => Object.keys(filter).length > 0, {
    params: { code: 'nothing-named' },
    message: 'Name ids, a topic, a type or a reason',
  })
  .meta({ id: 'Redrive', description: 'Open letters that all of it fits; with each, the whole of its key' });
export type Redrive = z.infer<typeof Redrive>;

/** Keys of one request: what takes longer than a client waits is asked for again. */
const MAX_KEYS = 200;

export const RedriveOutcome = z
  .object({
    more: z.boolean().meta({ description: 'Other keys fit too: ask again once these are dealt with' }),
    keys: z.int().meta({ description: 'Keys that were tried' }),
    handled: z.int().meta({ description: 'Letters that were handled, those behind included' }),
    failed: z.array(z.object({ topic: z.string(), key: z.string(), id: z.string(), error: z.string() })),
  })
  .meta({ id: 'RedriveOutcome' });
export type RedriveOutcome = z.infer<typeof RedriveOutcome>;

interface Key {
  readonly topic: string;
  readonly key: string;
}

/**
 * Handles parked events again, in order, once what was wrong has been put right. Always the whole of a key: what waits
 * behind a letter goes right after it, as if nothing had happened. A key that fails again stays parked from there on.
 */
@Injectable()
export class RedriveDeadLetters {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly transport: ReactionTransport,
  ) {}

  async redrive(wanted: Redrive, actor: Actor): Promise<RedriveOutcome> {
    await this.commands.begin(actor, actions['redrive-dead-letters']);
    const keys = await this.keysOf(wanted);
    const outcome: RedriveOutcome = { more: keys.length > MAX_KEYS, keys: 0, handled: 0, failed: [] };
    for (const key of keys.slice(0, MAX_KEYS)) {
      outcome.keys += 1;
      await this.redriveKey(key, actor, outcome);
    }
    return outcome;
  }

  /** @returns what became of the key, added to `outcome` */
  async redriveKey(key: Key, actor: Actor, outcome: RedriveOutcome): Promise<void> {
    const handler = this.transport.batchHandler();
    for (let more = true; more;) {
      const next = await this.handleNext(key, actor, handler);
      if (next.handled) outcome.handled += 1;
      if (next.failed) outcome.failed.push({ ...key, ...next.failed });
      more = next.handled;
    }
  }

  /** The oldest open letter of the key, in a transaction of its own; consumers wait for it, and it for them. */
  private async handleNext(
    key: Key,
    actor: Actor,
    handler: BatchHandler,
  ): Promise<{ handled: boolean; failed?: { id: string; error: string } }> {
    let id = '';
    try {
      return await this.transactions.run(allSchools, async (tx) => {
        const letter = await lockOldest(tx, key);
        if (!letter) return { handled: false };
        id = letter.id;
        await handleLetter(tx, letter, handler);
        await resolve(tx, letter.id, 'REDRIVEN', actor, null);
        return { handled: true };
      });
    } catch (error) {
      if (id === '') throw error;
      const failed = { id, error: describeError(error) };
      await this.noteFailure(failed);
      return { handled: false, failed };
    }
  }

  /** What only waited behind another letter may itself be at fault. */
  private noteFailure({ id, error }: { id: string; error: string }): Promise<unknown> {
    return this.transactions.run(allSchools, (tx) =>
      tx.query(
        `update dead_letters set error = $2, reason = case reason when 'BEHIND' then 'FAILED' else reason end
         where id = $1 and resolved_at is null`,
        [id, error],
      ),
    );
  }

  private keysOf({ ids, topic, type, reason }: Redrive): Promise<Key[]> {
    return this.transactions.run(allSchools, (tx) =>
      tx.query<{ topic: string; key: string }>(
        `select topic, key from dead_letters
         where resolved_at is null and ($1::bigint[] is null or id = any($1)) and ($2::text is null or topic = $2)
           and ($3::text is null or headers ->> 'ce_type' = $3) and ($4::text is null or reason = $4)
         group by topic, key order by min(id) limit ${MAX_KEYS + 1}`,
        [ids, topic, type, reason],
      ),
    );
  }
}

async function handleLetter(tx: Transaction, letter: DeadLetterRow, handler: BatchHandler): Promise<void> {
  const items = await handler.read([recordOf(letter)]);
  const failure = items.find((item) => item.failure !== undefined)?.failure;
  if (failure !== undefined) throw new Error(failure);
  await handler.handleIn(tx, items);
}

async function lockOldest(tx: Transaction, { topic, key }: Key): Promise<DeadLetterRow | undefined> {
  const [letter] = await tx.query<DeadLetterRow>(
    `select * from dead_letters where topic = $1 and key = $2 and resolved_at is null
     order by id limit 1 for update`,
    [topic, key],
  );
  return letter;
}

export async function resolve(
  tx: Transaction,
  id: string,
  resolution: 'REDRIVEN' | 'DISCARDED',
  actor: Actor,
  reason: string | null,
): Promise<void> {
  await tx.query(
    `update dead_letters set resolution = $2, resolved_at = now(), resolved_by = $3, resolution_reason = $4
     where id = $1`,
    [id, resolution, actor.subject, reason],
  );
}
