import { Inject, Injectable } from '@nestjs/common';
import type { EventDefinition, ServiceName } from '#contracts';
import { allSchools, type Transaction, Transactions } from '#database';
import { eventOf, Outbox } from '#messaging';
import { withoutLongNumbers } from '#runtime';
import { DIGEST_SOURCE, type DigestSource, type Holding } from './digest-source.js';
import { digestsOf } from './digests-of.js';
import type { Span } from './span.js';

const MAX_DEAD_LETTERS = 1_000;

export interface PublishedRun extends Span {
  readonly service: ServiceName;
  readonly asOf: string;
  readonly digests: number;
}

/**
 * Publishes a digest of each school and day of a span, and then that it was the last. A day is one transaction: a few
 * statements a day on which something was graduated, however many students. `asOf` lies before the first of them, so
 * that all that was committed by then is counted. It is also the version: a run is newer than the one before.
 */
@Injectable()
export class PublishDigests {
  private readonly service: ServiceName;

  constructor(
    @Inject(DIGEST_SOURCE) private readonly source: DigestSource,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {
    this.service = source.digest.topic.split('.')[0] as ServiceName;
  }

  async publish({ from, to }: Span): Promise<PublishedRun> {
    const { asOf, days, olderDays } = await this.transactions.run(allSchools, (tx) =>
      this.begin(tx, { from, to }),
    );
    let digests = 0;
    for (const day of days)
      digests += await this.transactions.run(allSchools, (tx) => this.publishDay(tx, day, asOf));
    await this.transactions.run(allSchools, (tx) => this.end(tx, { from, to }, { asOf, digests, olderDays }));
    return { service: this.service, asOf, from, to, digests };
  }

  /**
   * @returns the moment of the run, and the days of which there is something to tell. `olderDays` lie before the span, and something of
   *   them was revoked within it: so many at most as there were revocations
   */
  async begin(tx: Transaction, { from, to }: Span) {
    const { table, day, revoked, revokedAt, counts = 'true' } = this.source;
    const [clock] = await tx.query<{ now: Date }>('select clock_timestamp() as now');
    const days = await tx.query<{ day: string }>(
      `select distinct ${day} as day from ${table} where ${day} between $1 and $2 and ${counts} order by 1`,
      [from, to],
    );
    const older = await tx.query<{ day: string }>(
      `select distinct ${day} as day from ${table}
       where ${revoked} and ${revokedAt} >= $1::date::timestamp at time zone 'Asia/Shanghai' and ${day} < $1 and ${counts} order by 1`,
      [from],
    );
    const olderDays = older.map((row) => row.day);
    return { asOf: clock!.now.toISOString(), days: [...olderDays, ...days.map((row) => row.day)], olderDays };
  }

  /** @returns how many schools had something on that day */
  async publishDay(tx: Transaction, day: string, asOf: string): Promise<number> {
    const { table, columns, day: column, counts = 'true' } = this.source;
    const holdings = await tx.query<Holding>(
      `select ${columns} from ${table} where ${column} = $1 and ${counts}`,
      [day],
    );
    const digests = digestsOf(holdings).map((digest) => ({ ...digest, day }));
    await this.send(tx, this.source.digest, asOf, digests);
    return digests.filter(({ part }) => part === 1).length;
  }

  /** The run is complete. */
  async end(
    tx: Transaction,
    { from, to }: Span,
    { asOf, digests, olderDays }: { asOf: string; digests: number; olderDays: string[] },
  ): Promise<void> {
    const letters = await openDeadLetters(tx);
    await this.send(tx, this.source.published, asOf, [{ from, to, olderDays, digests, ...letters }]);
  }

  private async send(tx: Transaction, definition: EventDefinition, asOf: string, payloads: object[]) {
    const version = Date.parse(asOf);
    const events = payloads.map((payload) =>
      eventOf(definition, { version, data: { service: this.service, asOf, ...payload } }),
    );
    await this.outbox.publish(tx, events);
  }
}

async function openDeadLetters(tx: Transaction) {
  const rows = await tx.query<Record<'topic' | 'type' | 'subject' | 'reason', string> & DeadLetterRow>(
    `select topic, coalesce(headers->>'ce_type', '') as type, coalesce(headers->>'ce_subject', '') as subject,
       reason, parked_at, count(*) over ()::int as open
     from dead_letters where resolved_at is null order by parked_at limit ${MAX_DEAD_LETTERS}`,
  );
  return {
    deadLettersOpen: rows[0]?.open ?? 0,
    deadLetters: rows.map(({ topic, type, subject, reason, parked_at }) => ({
      topic,
      // Headers of a record that nobody could read; whoever wrote it may have put anything there.
      type: withoutLongNumbers(type),
      subject: withoutLongNumbers(subject),
      reason,
      since: parked_at.toISOString(),
    })),
  };
}

interface DeadLetterRow {
  readonly parked_at: Date;
  readonly open: number;
}
