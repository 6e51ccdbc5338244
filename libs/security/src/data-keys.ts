import type { QueryRunner } from 'typeorm';
import type { Transaction } from '#database';
import { DESTROYED } from './sealer.js';

/**
 * The table of the data keys, for the migration of a service that seals. No row-level security: a row names nobody, and
 * is of no use without the text that it opens, which is under it.
 */
export async function createDataKeysTable(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table data_keys (
      subject text primary key,
      -- Sealed by the ring, bound to the subject; null once it is destroyed.
      sealed_key text,
      created_at timestamptz not null default now(),
      destroyed_at timestamptz,
      destroyed_by text,
      legal_ground text,
      reason text,
      check ((sealed_key is null) = (destroyed_at is not null))
    );
    -- Tells which keys of the ring are in use without counting rows.
    create index data_keys_by_ring_key on data_keys (split_part(sealed_key, '.', 2));`);
}

/**
 * SQL of the sealed key of a row's subject, for the list of a select, or of `returning`: {@link DESTROYED} where it was
 * destroyed, null where there is none, which is a loss unless nothing of the row is sealed.
 */
export const sealedKeyOf = (subject: string): string =>
  `(select case when data_keys.destroyed_at is null then data_keys.sealed_key else '${DESTROYED}' end
    from data_keys where data_keys.subject = ${subject})`;

/**
 * SQL that stores new data keys in the statement that inserts their rows, so that they cost no trip of their own.
 * @param parameter such as `$2`: the rows of {@link NewDataKey} as JSON
 * @param stored a select of the subjects whose rows went in; the keys of the others are dropped
 */
export const insertDataKeys = (parameter: string, stored: string): string =>
  `insert into data_keys (subject, sealed_key)
   select subject, sealed_key from json_to_recordset(${parameter}::json) as made (subject text, sealed_key text)
   where subject in (${stored}) order by subject`;

/** Why and by whom a key is destroyed. No field may hold what identifies the person. */
export interface Destruction {
  readonly by: string;
  readonly legalGround: string;
  readonly reason: string;
}

/** Destroys keys for good; those that are destroyed already, or never were, are passed over. */
export async function destroyDataKeys(
  tx: Transaction,
  subjects: string[],
  { by, legalGround, reason }: Destruction,
): Promise<void> {
  await tx.query(
    `update data_keys set sealed_key = null, destroyed_at = now(), destroyed_by = $2, legal_ground = $3, reason = $4
     where subject = any($1) and sealed_key is not null`,
    [subjects, by, legalGround, reason],
  );
}
