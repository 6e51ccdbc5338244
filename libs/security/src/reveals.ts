import type { QueryRunner } from 'typeorm';
import { z } from 'zod';
import { rowLevelSecurity, type Transaction } from '#database';
import { accountableReason } from './accountability.js';
import type { Actor } from './actor.js';

/** 查看完整信息: why somebody needs to see what is masked otherwise. */
export const RevealRequest = z.strictObject({ reason: accountableReason }).meta({ id: 'RevealRequest' });
export type RevealRequest = z.infer<typeof RevealRequest>;

/** The reasons for which identities were shown in full; who looked, and when, stands in the audit trail as well. */
export async function createRevealsTable(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table reveals (
      reveal_id bigint generated always as identity primary key,
      aggregate text not null,
      aggregate_id uuid not null,
      school_code text not null,
      revealed_to text not null,
      reason text not null,
      revealed_at timestamptz not null default now()
    );
    create index reveals_by_aggregate on reveals (aggregate_id);
    ${rowLevelSecurity('reveals')}`);
}

/** Keeps the reason, in the transaction that reads what is shown. */
export async function noteReveal(
  tx: Transaction,
  { subject }: Actor,
  {
    aggregate,
    id,
    schoolCode,
    reason,
  }: { aggregate: string; id: string; schoolCode: string; reason: string },
): Promise<void> {
  await tx.query(
    `insert into reveals (aggregate, aggregate_id, school_code, revealed_to, reason) values ($1, $2, $3, $4, $5)`,
    [aggregate, id, schoolCode, subject, reason],
  );
}
