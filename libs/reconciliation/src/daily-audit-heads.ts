import { Inject } from '@nestjs/common';
import type { EventDefinition } from '#contracts';
import type { Transaction } from '#database';
import { HandlesJob, jobKind, type JobInHand, NIGHTLY, NOTHING } from '#jobs';
import { eventOf, Outbox } from '#messaging';

/** Injection token of the event by which the service publishes the heads of its audit trail. */
export const AUDIT_HEADS = Symbol('AUDIT_HEADS');

export const publishAuditHeads = jobKind({
  name: 'publish-audit-heads',
  payload: NOTHING,
  schedule: NIGHTLY,
});

/** Publishes once a day how far the chains of the audit trail go, so that nobody can shorten or rewrite them unseen. */
@HandlesJob(publishAuditHeads)
export class DailyAuditHeads {
  constructor(
    private readonly outbox: Outbox,
    @Inject(AUDIT_HEADS) private readonly definition: EventDefinition,
  ) {}

  async handle(_: object, tx: Transaction, { dueOn }: JobInHand): Promise<void> {
    await tx.query('update audit_publication set done_on = $1', [dueOn]);
    await this.outbox.publish(tx, [(await auditHeadsNow(tx, this.definition)).event]);
  }
}

/** How far the chains go at this moment, as the event that makes it known. */
export async function auditHeadsNow(tx: Transaction, definition: EventDefinition) {
  const heads = await tx.query<{ chain: string; seq: string; hash: string }>(
    `select chain, seq, encode(hash, 'hex') as hash from audit_heads order by chain`,
  );
  const data = {
    service: definition.topic.split('.')[0],
    asOf: tx.at.toISOString(),
    heads: heads.map((head) => ({ ...head, seq: Number(head.seq) })),
  };
  return { chains: heads.length, event: eventOf(definition, { version: tx.at.getTime(), data }) };
}
