import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { moment } from '#contracts';
import { Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { sentenceOf } from './sentence.js';

const CURSOR = /^(\d{1,15})-(\d{1,15})-([A-Za-z0-9]{1,30})$/;

export const AuditEntryFilter = z.strictObject({
  ...pageFilter,
  cursor: z.string().regex(CURSOR, 'give the nextCursor of the page before').optional(),
  aggregate: z.string().max(50).optional().meta({ description: 'Kind of record, such as `registration`' }),
  id: z.string().max(100).optional().meta({ description: 'Id of the record' }),
  actor: z.string().max(200).optional().meta({ description: 'Subject of the token of who acted' }),
  outcome: z.string().max(100).optional().meta({ description: '`done`, or the code that was answered' }),
});
export type AuditEntryFilter = z.infer<typeof AuditEntryFilter>;

export const AuditEntryView = z
  .object({
    chain: z
      .string()
      .meta({ description: 'School whose record it is; `city` for what belongs to no school' }),
    seq: z.int(),
    at: moment,
    actor: z.string(),
    role: z.string(),
    action: z.string(),
    aggregate: z.string().optional(),
    id: z.string().optional(),
    from: z.int().optional().meta({ description: 'Version before' }),
    to: z.int().optional().meta({ description: 'Version after' }),
    requestId: z.string().optional(),
    outcome: z.string(),
    sentence: z.object({ zh: z.string(), en: z.string() }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryView = z.infer<typeof AuditEntryView>;

export const AuditEntryPage = pageOf(AuditEntryView).meta({ id: 'AuditEntryPage' });
export type AuditEntryPage = z.infer<typeof AuditEntryPage>;

interface Row {
  chain: string;
  seq: string;
  at: Date;
  actor: string;
  role: string;
  action: string;
  aggregate: string | null;
  aggregate_id: string | null;
  from_version: string | null;
  to_version: string | null;
  request_id: string | null;
  outcome: string;
}

/** The history of a record, or what somebody did; the newest first. A school sees the chain of its own records. */
@Injectable()
export class ListAuditEntries {
  constructor(private readonly transactions: Transactions) {}

  run({ limit, cursor, ...filter }: AuditEntryFilter, actor: Actor): Promise<AuditEntryPage> {
    const [, at, seq, chain] = CURSOR.exec(cursor ?? '') ?? [];
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const rows = await tx.query<Row>(
        `select * from audit_entries
         where ($1::text is null or aggregate = $1) and ($2::text is null or aggregate_id = $2)
           and ($3::text is null or actor = $3) and ($4::text is null or outcome = $4)
           and ($5::text is null or (at, seq, chain) < (to_timestamp($5::bigint / 1000.0), $6::bigint, $7))
         order by at desc, seq desc, chain desc limit $8`,
        [filter.aggregate, filter.id, filter.actor, filter.outcome, at, seq, chain, limit + 1],
      );
      return page(rows, limit, (row) => `${row.at.getTime()}-${row.seq}-${row.chain}`, viewOf);
    });
  }
}

const numberOf = (text: string | null) => (text === null ? undefined : Number(text));

function viewOf(row: Row): AuditEntryView {
  const entry = {
    chain: row.chain,
    seq: Number(row.seq),
    at: row.at.toISOString(),
    actor: row.actor,
    role: row.role,
    action: row.action,
    aggregate: row.aggregate ?? undefined,
    id: row.aggregate_id ?? undefined,
    from: numberOf(row.from_version),
    to: numberOf(row.to_version),
    requestId: row.request_id ?? undefined,
    outcome: row.outcome,
  };
  return { ...entry, sentence: sentenceOf(entry) };
}
