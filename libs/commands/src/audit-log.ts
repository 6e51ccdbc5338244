import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { requestContext } from '#runtime';
import type { Actor } from '#security';
import type { Action } from './actions.js';
import { type AuditEntry, type Change, FIRST_HASH, hashOfEntry } from './audit-entry.js';

/** The chain of what belongs to no school. No school's code is lower-case. */
export const CITY_CHAIN = 'city';

export type NewEntry = Omit<AuditEntry, 'seq'>;

/** A record of a batch that was not changed, and the code that was answered. */
export interface Refusal {
  readonly aggregate: string;
  readonly id: string;
  readonly code: string;
}

/**
 * The audit trail: a chain of hashes for each school and one for the city. Each entry's hash covers the one before, so
 * that none can be changed, left out or put between without breaking all that follow; the newest hash of each chain is
 * published daily, so that the end cannot be cut off either.
 */
@Injectable()
export class AuditLog {
  private readonly waiting = new WeakMap<Transaction, NewEntry[]>();

  /**
   * Writes down what somebody did: an entry for each record that was changed or refused, or one for the asking where
   * that is none. It is done at the end of the transaction, with all else that it wrote down: the chains are locked
   * from then to the commit, after whatever else it has locked.
   * @param actor who asked; a job that goes on after the request names who asked for it
   */
  note(
    tx: Transaction,
    actor: Actor,
    action: Action,
    changes: readonly Change[],
    refusals: readonly Refusal[] = [],
  ): void {
    const known = this.waiting.get(tx);
    const entries = known ?? [];
    entries.push(...entriesOf(actor, action, changes, refusals));
    if (known) return;
    this.waiting.set(tx, entries);
    tx.beforeCommit(() => this.append(tx, entries));
  }

  /**
   * Appends in the given transaction, in two statements for any number. It locks the chains until the commit, in one
   * order for everybody, so nothing may be locked after it.
   */
  async append(tx: Transaction, entries: readonly NewEntry[]): Promise<void> {
    const ofChain = Map.groupBy(entries, ({ chain }) => chain);
    const chains = [...ofChain.keys()].sort();
    const heads = await tx.query<{ chain: string; seq: string; hash: Buffer }>(
      `insert into audit_heads as head (chain, seq, hash)
       select chain, count, $3 from unnest($1::text[], $2::int[]) as longer (chain, count)
       order by chain collate "C"
       on conflict (chain) do update set seq = head.seq + excluded.seq
       returning chain, seq, hash`,
      [chains, chains.map((chain) => ofChain.get(chain)!.length), FIRST_HASH],
    );
    const links = heads.flatMap(({ chain, seq, hash }) => linked(ofChain.get(chain)!, Number(seq), hash));
    await tx.query(WRITE, columnsOf(links));
  }
}

type Link = AuditEntry & { readonly hash: Buffer };

/** @param last number of the last of these entries. @param before hash of the entry before the first of them */
function linked(entries: readonly NewEntry[], last: number, before: Buffer): Link[] {
  let hash = before;
  return entries.map((each, at) => {
    const entry = { ...each, seq: last - entries.length + 1 + at };
    hash = hashOfEntry(hash, entry);
    return { ...entry, hash };
  });
}

const WRITE = `
  with entries as (
    insert into audit_entries (chain, seq, at, actor, role, action, aggregate, aggregate_id, from_version, to_version,
      request_id, outcome, hash)
    select * from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::bigint[], $10::bigint[], $11::uuid[], $12::text[], $13::bytea[])
  )
  update audit_heads set hash = newest.hash
  from (select distinct on (chain) chain, hash from unnest($1::text[], $2::bigint[], $13::bytea[])
    as link (chain, seq, hash) order by chain, seq desc) newest
  where audit_heads.chain = newest.chain`;

const columnsOf = (links: readonly Link[]): unknown[] => [
  links.map(({ chain }) => chain),
  links.map(({ seq }) => seq),
  links.map(({ at }) => at.toISOString()),
  links.map(({ actor }) => actor),
  links.map(({ role }) => role),
  links.map(({ action }) => action),
  links.map(({ aggregate }) => aggregate),
  links.map(({ aggregateId }) => aggregateId),
  links.map(({ fromVersion }) => fromVersion),
  links.map(({ toVersion }) => toVersion),
  links.map(({ requestId }) => requestId),
  links.map(({ outcome }) => outcome),
  links.map(({ hash }) => hash),
];

/** The beginning of an entry that tells of an actor, now, in the request in hand. */
export const entryOf = (actor: Actor, action: string, outcome: string) => ({
  at: new Date(),
  actor: actor.subject,
  role: actor.role,
  action,
  requestId: requestContext()?.requestId ?? null,
  outcome,
});

/** Of what changed nothing, or was refused: it stands in the chain of who asked. */
export const ofNoRecord = ({ schoolCode }: Actor) => ({
  chain: schoolCode ?? CITY_CHAIN,
  aggregate: null,
  aggregateId: null,
  fromVersion: null,
  toVersion: null,
});

/** What was refused stands in the chain of who asked: whose record it is, if it is one, was not for them to know. */
function entriesOf(
  actor: Actor,
  action: Action,
  changes: readonly Change[],
  refusals: readonly Refusal[],
): NewEntry[] {
  const entry = entryOf(actor, action.name, 'done');
  const none = ofNoRecord(actor);
  if (changes.length + refusals.length === 0) return [{ ...entry, ...none }];
  const done = changes.map(({ aggregate, id, schoolCode, from, to }) => ({
    ...entry,
    chain: schoolCode ?? CITY_CHAIN,
    aggregate,
    aggregateId: id,
    fromVersion: from ?? null,
    toVersion: to ?? null,
  }));
  const refused = refusals.map(({ aggregate, id, code }) => ({
    ...entry,
    ...none,
    aggregate,
    aggregateId: id,
    outcome: code,
  }));
  return [...done, ...refused];
}
