import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { moment } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf, range } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { sentenceOf } from './sentence.js';

const entries = listOf({
  filters: {
    aggregate: [
      'aggregate',
      z.string().max(50).meta({ description: 'Kind of record, such as `registration`' }),
    ],
    id: ['aggregate_id', z.string().max(100).meta({ description: 'Id of the record' })],
    actor: ['actor', z.string().max(200).meta({ description: 'Subject of the token of who acted' })],
    outcome: ['outcome', z.string().max(100).meta({ description: '`done`, or the code that was answered' })],
    at: range('at', moment),
  },
  sorts: { at: ['at', 'seq', 'chain'] },
  defaultSort: '-at',
});
export const AuditEntryFilter = entries.query;
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

  list(query: AuditEntryFilter, actor: Actor): Promise<AuditEntryPage> {
    return this.transactions.run(scopeOf(actor), (tx) =>
      entries.page(tx, query, { select: 'select * from audit_entries', itemOf: viewOf }),
    );
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
