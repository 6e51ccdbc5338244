import { Injectable } from '@nestjs/common';
import { type Transaction, Transactions } from '#database';
import { commonProblems, Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import type { Action } from './actions.js';
import type { Change } from './audit-entry.js';
import { AuditLog, type Refusal } from './audit-log.js';
import { commandRequest } from './command-request.js';
import { once } from './idempotency.js';
import { despiteLostRaces } from './lost-race.js';

/** The transaction of a command. */
export interface CommandTransaction extends Transaction {
  /**
   * Says what was changed, or looked at. The first of all is the record that the address of the request names, if it
   * names one: `If-Match` is held against its version before.
   * @throws Problem 412 precondition-failed
   */
  changed(...changes: readonly Change[]): void;
  /** Says which records of a batch were refused, and by which codes; the others of the batch are done. */
  refused(aggregate: string, items: readonly { readonly id: string; readonly code: string }[]): void;
}

/** Runs what somebody asks for. Reactions and jobs of the service itself go without: nobody asked. */
@Injectable()
export class Commands {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Runs `work` in one transaction, under the scope of the actor, once for an `Idempotency-Key`, and appends to the
   * audit trail an entry for each record that `work` says it changed, or one for the asking where that is none. `work` is
   * done anew, in a new transaction, where another one was first with what a unique index holds once.
   * @returns what `work` resolved with, or what it did when the key was given first
   * @throws Problem of `work`, then nothing is written; 409 for a key that was given with another body; 412
   */
  run<T>(actor: Actor, action: Action, work: (tx: CommandTransaction) => Promise<T>): Promise<T> {
    return this.writtenDown(actor, action, (tx) => once(tx, actor, () => work(tx)));
  }

  /**
   * Like {@link run}, for looking at what is sealed: the answer is not kept, and each look is an entry.
   * @throws Problem of `work`
   */
  look<T>(actor: Actor, action: Action, work: (tx: CommandTransaction) => Promise<T>): Promise<T> {
    return this.writtenDown(actor, action, work);
  }

  /**
   * Writes down that somebody has begun what goes on in transactions of its own, and may be begun again as often as
   * wanted. The route says so by `@Repeatable`.
   */
  begin(actor: Actor, action: Action): Promise<void> {
    return this.writtenDown(actor, action, () => Promise.resolve());
  }

  private async writtenDown<T>(
    actor: Actor,
    action: Action,
    work: (tx: CommandTransaction) => Promise<T>,
  ): Promise<T> {
    const request = commandRequest();
    const inTransaction = async (tx: Transaction) => {
      const changes: Change[] = [];
      const refusals: Refusal[] = [];
      const answer = await work({
        ...tx,
        changed(...added) {
          if (changes.length === 0) expectVersion(added[0]);
          changes.push(...added);
        },
        refused: (aggregate, items) => void refusals.push(...items.map((item) => ({ aggregate, ...item }))),
      });
      if (request?.replayed) return answer;
      if (changes.length === 0) expectVersion(undefined);
      this.audit.note(tx, actor, action, changes, refusals);
      return answer;
    };
    const result = await despiteLostRaces(() => this.transactions.run(scopeOf(actor), inTransaction));
    if (request) request.written = true;
    return result;
  }
}

/** What changed nothing, or has no versions, has not the version that was expected either. */
function expectVersion(addressed: Change | undefined): void {
  const expected = commandRequest()?.ifMatch;
  if (!expected) return;
  if (addressed?.from === undefined || !expected.includes(addressed.from))
    throw new Problem(commonProblems['precondition-failed']);
}
