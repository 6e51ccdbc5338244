import { rowLevelSecurity, type Transaction } from '#database';
import type { QueryRunner } from 'typeorm';
import { z } from 'zod';
import { writtenText } from '#runtime';
import type { Actor } from './actor.js';

/** As long as a phone number without its area code: a text with such a run of digits names somebody. */
export const holdsLongNumber = (text: string): boolean => /\d{7,}/.test(text.normalize('NFKC'));

/** A text that somebody writes and that is kept in the clear, so it may hold no ID number and no phone number. */
export const clearText = (longest: number) =>
  writtenText(longest).refine((text) => !holdsLongNumber(text), {
    params: { code: 'holds-a-number' },
    message: 'must hold no long number: it is kept in the clear',
  });

/** Why somebody did what they account for, such as a look at what is of a person. It may name nobody. */
export const accountableReason = clearText(500).describe('Kept in the clear; must name nobody');

/** Grounds of erasure, after article 47 of the Personal Information Protection Law (个人信息保护法). */
export const LEGAL_GROUNDS = [
  'PURPOSE_ENDED',
  'RETENTION_EXPIRED',
  'CONSENT_WITHDRAWN',
  'UNLAWFUL_PROCESSING',
  'OTHER_LAW',
] as const;

/** 个人信息删除, as a city officer orders it. */
export const ErasureOrder = z
  .strictObject({ legalGround: z.enum(LEGAL_GROUNDS), reason: accountableReason })
  .meta({ id: 'ErasureOrder' });
export type ErasureOrder = z.infer<typeof ErasureOrder>;

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
  }: { aggregate: string; id: string; schoolCode: string | null; reason: string },
): Promise<void> {
  await tx.query(
    `insert into reveals (aggregate, aggregate_id, school_code, revealed_to, reason) values ($1, $2, $3, $4, $5)`,
    [aggregate, id, schoolCode, subject, reason],
  );
}
