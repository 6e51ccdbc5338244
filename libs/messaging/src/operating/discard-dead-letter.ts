import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor } from '#security';
import { actions } from './dead-letter-actions.js';
import type { DeadLetterRow } from './dead-letter-row.js';
import { deadLetterProblems } from './dead-letter-problems.js';
import { noSuchLetter } from './find-dead-letters.js';
import { RedriveDeadLetters, type RedriveOutcome, resolve } from './redrive-dead-letters.js';

export const Discard = z.strictObject({ reason: accountableReason }).meta({ id: 'Discard' });
export type Discard = z.infer<typeof Discard>;

/** Gives up an event for good, with a reason, and lets those go on that waited behind it. */
@Injectable()
export class DiscardDeadLetter {
  constructor(
    private readonly commands: Commands,
    private readonly redrive: RedriveDeadLetters,
  ) {}

  /** @throws Problem 404, 409 dead-letter-resolved, 409 dead-letter-behind */
  async discard(id: string, { reason }: Discard, actor: Actor): Promise<RedriveOutcome> {
    const key = await this.commands.run(actor, actions['discard-dead-letter'], async (tx) => {
      const [letter] = await tx.query<DeadLetterRow>('select * from dead_letters where id = $1 for update', [
        id,
      ]);
      if (!letter) throw noSuchLetter();
      if (letter.resolved_at) throw new Problem(deadLetterProblems['dead-letter-resolved']);
      if (await hasOlder(tx, letter)) throw new Problem(deadLetterProblems['dead-letter-behind']);
      await resolve(tx, id, 'DISCARDED', actor, reason);
      tx.changed({ aggregate: 'dead-letter', id, schoolCode: null });
      return { topic: letter.topic, key: letter.key };
    });
    const outcome: RedriveOutcome = { more: false, keys: 1, handled: 0, failed: [] };
    await this.redrive.redriveKey(key, actor, outcome);
    return outcome;
  }
}

/** Whether an earlier letter of its key is open: that one is to be dealt with first. */
async function hasOlder(tx: Transaction, { id, topic, key }: DeadLetterRow): Promise<boolean> {
  const older = await tx.query(
    'select from dead_letters where topic = $1 and key = $2 and id < $3 and resolved_at is null limit 1',
    [topic, key, id],
  );
  return older.length > 0;
}
