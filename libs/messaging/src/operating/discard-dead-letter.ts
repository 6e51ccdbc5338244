import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { allSchools, Transactions } from '#database';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import type { DeadLetterRow } from './dead-letter-row.js';
import { noSuchLetter } from './find-dead-letters.js';
import { RedriveDeadLetters, type RedriveOutcome, resolve } from './redrive-dead-letters.js';

export const Discard = z.strictObject({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'Discard' });
export type Discard = z.infer<typeof Discard>;

/** Gives up an event for good, with a reason, and lets those go on that waited behind it. */
@Injectable()
export class DiscardDeadLetter {
  constructor(
    private readonly transactions: Transactions,
    private readonly redrive: RedriveDeadLetters,
  ) {}

  /** @throws Problem 404, 409 dead-letter-resolved, 409 dead-letter-behind */
  async run(id: string, { reason }: Discard, actor: Actor): Promise<RedriveOutcome> {
    const key = await this.transactions.run(allSchools, async (tx) => {
      const [letter] = await tx.query<DeadLetterRow>('select * from dead_letters where id = $1 for update', [
        id,
      ]);
      if (!letter) throw noSuchLetter();
      if (letter.resolved_at) throw refused('dead-letter-resolved');
      if (letter.reason === 'BEHIND') throw refused('dead-letter-behind');
      await resolve(tx, id, 'DISCARDED', actor, reason);
      return { topic: letter.topic, key: letter.key };
    });
    const outcome: RedriveOutcome = { keys: 1, handled: 0, failed: [] };
    await this.redrive.redriveKey(key, actor, outcome);
    return outcome;
  }
}

const WORDS = {
  'dead-letter-resolved': ['该死信已处理', 'The dead letter was redriven or discarded already.'],
  'dead-letter-behind': [
    '该事件仅因前一事件而等待，请处理前一事件',
    'Nothing is wrong with this event: it waits behind another of its key. Deal with that one.',
  ],
} as const;

function refused(code: keyof typeof WORDS): Problem {
  const [title, detail] = WORDS[code];
  return new Problem({ status: 409, code, title, detail });
}
