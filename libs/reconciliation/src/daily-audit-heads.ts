import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { EventDefinition } from '#contracts';
import { allSchools, DailyJob, type Transaction, Transactions } from '#database';
import { eventOf, Outbox } from '#messaging';

/** Any constant; see {@link DailyJob}. */
const LOCK = 4_504_527;

/** Injection token of the event by which the service publishes the heads of its audit trail. */
export const AUDIT_HEADS = Symbol('AUDIT_HEADS');

/** Publishes once a day how far the chains of the audit trail go, so that nobody can shorten or rewrite them unseen. */
@Injectable()
export class DailyAuditHeads extends DailyJob {
  constructor(
    dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    @Inject(AUDIT_HEADS) private readonly definition: EventDefinition,
  ) {
    super(dataSource, LOCK);
  }

  protected async runOnce(_session: QueryRunner, today: string): Promise<boolean> {
    const chains = await this.transactions.run(allSchools, async (tx) => {
      const due = await tx.query(
        'update audit_publication set done_on = $1 where done_on is null or done_on < $1 returning done_on',
        [today],
      );
      if (due.length === 0) return 0;
      const told = await auditHeadsNow(tx, this.definition);
      await this.outbox.publish(tx, [told.event]);
      return told.chains;
    });
    if (chains > 0) this.logger.log(`Published the heads of ${chains} chains of the audit trail.`);
    return true;
  }
}

/** How far the chains go at this moment, as the event that makes it known. */
export async function auditHeadsNow(tx: Transaction, definition: EventDefinition) {
  const heads = await tx.query<{ chain: string; seq: string; hash: string }>(
    `select chain, seq, encode(hash, 'hex') as hash from audit_heads order by chain`,
  );
  const asOf = new Date();
  const data = {
    service: definition.topic.split('.')[0],
    asOf: asOf.toISOString(),
    heads: heads.map((head) => ({ ...head, seq: Number(head.seq) })),
  };
  return { chains: heads.length, event: eventOf(definition, { version: asOf.getTime(), data }) };
}
