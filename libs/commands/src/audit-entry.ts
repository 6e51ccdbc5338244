import { createHash } from 'node:crypto';

/** One aggregate that a command changed, or that was looked at. */
export interface Change {
  /** singular, as the glossary names it: `registration` */
  readonly aggregate: string;
  readonly id: string;
  /** the school that it belongs to; null for what belongs to the city, such as the catalogue */
  readonly schoolCode: string | null;
  /** its version before; left out for what is new or has no versions */
  readonly from?: number;
  /** its version now; left out for what was only looked at or has no versions */
  readonly to?: number;
}

/** A row of `audit_entries`, as it is hashed. */
export interface AuditEntry {
  readonly chain: string;
  /** from 1, without a gap in a chain */
  readonly seq: number;
  readonly at: Date;
  /** subject of the token */
  readonly actor: string;
  readonly role: string;
  /** name of a declared action; of what was refused before any was asked: method and pattern of the route */
  readonly action: string;
  readonly aggregate: string | null;
  readonly aggregateId: string | null;
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
  /** null outside a request, as in a job that goes on after it */
  readonly requestId: string | null;
  /** `done`, or the code of the problem that was answered */
  readonly outcome: string;
}

/** What a chain begins with. */
export const FIRST_HASH = Buffer.alloc(32);

/**
 * The hash of an entry: SHA-256 of the hash before it and of the entry's fields as a JSON array, in the order below.
 * @param before 32 bytes; {@link FIRST_HASH} for the first entry of a chain
 */
export function hashOfEntry(before: Buffer, entry: AuditEntry): Buffer {
  const { chain, seq, at, actor, role, action, aggregate, aggregateId } = entry;
  const { fromVersion, toVersion, requestId, outcome } = entry;
  const fields = [chain, seq, at.toISOString(), actor, role, action, aggregate, aggregateId];
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([...fields, fromVersion, toVersion, requestId, outcome]))
    .digest();
}

/** The change of an aggregate that is new (version 1), or has moved on by one version to this one. */
export const stepOf = (
  aggregate: string,
  id: string,
  { schoolCode, version }: { readonly schoolCode: string | null; readonly version: number },
): Change => ({ aggregate, id, schoolCode, ...(version > 1 && { from: version - 1 }), to: version });
