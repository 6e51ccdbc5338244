import type { QueryRunner } from 'typeorm';
import { appendOnly, rowLevelSecurity } from '#database';

/**
 * The tables that commands need in the database of each service; the service's first migration calls this.
 *
 * - `audit_entries`: who did what, a chain of hashes for each school and one for the city (`chain`). A school reads its
 *   own; everybody appends, since what a school is refused may belong to the city's chain.
 * - `audit_heads`: number and hash of the newest entry of each chain. Nothing of a school's data.
 * - `audit_publication`: the day in China on which the heads were published last, one row; null before the first time.
 * - `idempotency_keys`: the answers that were given to keys, for who gave the key only.
 *
 * @param options.districts false in a database that has no table `schools`; otherwise it has to be there before
 */
export async function createCommandTables(
  runner: QueryRunner,
  { districts = true }: { districts?: boolean } = {},
): Promise<void> {
  await runner.query(`
    create table audit_heads (
      chain text primary key,
      seq bigint not null,
      hash bytea not null
    );

    create table audit_entries (
      chain text not null,
      seq bigint not null,
      at timestamptz not null,
      actor text not null,
      role text not null,
      action text not null,
      aggregate text,
      aggregate_id text,
      from_version bigint,
      to_version bigint,
      request_id uuid,
      outcome text not null,
      hash bytea not null,
      primary key (chain, seq)
    );
    create index audit_entries_by_aggregate on audit_entries (aggregate_id, aggregate);
    create index audit_entries_by_time on audit_entries (at, seq, chain);
    ${rowLevelSecurity('audit_entries', 'chain', { districts, written: 'true' })}
    ${appendOnly('audit_entries')}

    create table audit_publication (done_on date);
    insert into audit_publication values (null);

    create table idempotency_keys (
      actor text not null,
      key text not null,
      -- of method, address and body, by the index key
      fingerprint text not null,
      answer text,
      created_at timestamptz not null default now(),
      primary key (actor, key)
    );
    create index idempotency_keys_by_age on idempotency_keys (created_at);
    alter table idempotency_keys enable row level security;
    alter table idempotency_keys force row level security;
    create policy by_actor on idempotency_keys
      using (actor = (select current_setting('jiangtu.actor', true))
        or (select current_setting('jiangtu.scope', true)) = 'all');`);
}
