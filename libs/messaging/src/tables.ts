import type { QueryRunner } from 'typeorm';

/**
 * The tables that messaging keeps in the database of each service; the service's first migration calls this.
 *
 * - `outbox`: events on their way out, with the columns of Debezium's outbox router (`aggregatetype` is the topic,
 *   `aggregateid` the record key) plus `position` and `shard` for the relay built in here.
 * - `handling_starts`: batches and events that were begun and not finished, to find the one that ends the process.
 * - `inbox`: ids of events that were handled. `aggregate_versions`: the highest version seen of each
 *   subject, and a digest of what it said.
 * - `dead_letters`: events that could not be handled, and, behind each, the later events of its key.
 */
export async function createMessagingTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table outbox (
      position bigint generated always as identity,
      shard smallint not null,
      id uuid not null,
      aggregatetype text not null,
      aggregateid text not null,
      type text not null,
      payload text not null,
      headers jsonb not null,
      written_at timestamptz not null default now(), -- by the database's clock, which tells how long a row waits
      primary key (shard, position)
    );

    create table inbox (
      event_id uuid primary key,
      handled_at timestamptz not null default now()
    );

    create table aggregate_versions (
      topic text not null,
      subject text not null,
      version bigint not null,
      content uuid, -- of what that version said, without identity; null where only a replay was seen
      primary key (topic, subject)
    );

    create table dead_letters (
      id bigint generated always as identity primary key,
      topic text not null,
      key text not null,
      partition int not null,
      record_offset bigint not null,
      headers jsonb not null,
      payload bytea not null,
      reason text not null check (reason in ('UNREADABLE', 'FAILED', 'KILLS', 'BEHIND')),
      error text not null,
      parked_at timestamptz not null default now(),
      -- redriven or discarded, by whom and why
      resolution text check (resolution in ('REDRIVEN', 'DISCARDED')),
      resolved_at timestamptz,
      resolved_by text,
      resolution_reason text,
      check ((resolution is null) = (resolved_at is null)),
      unique (topic, partition, record_offset)
    );
    create index dead_letters_open on dead_letters (topic, key) where resolved_at is null;

    create table handling_starts (
      topic text not null,
      partition int not null,
      record_offset bigint not null,
      alone boolean not null,
      starts int not null default 1,
      primary key (topic, partition, record_offset, alone)
    );`);
}
