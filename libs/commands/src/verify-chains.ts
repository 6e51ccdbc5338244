import { type AuditEntry, FIRST_HASH, hashOfEntry } from './audit-entry.js';

/** The first entry of a chain that is not as it was written. */
export interface BrokenChain {
  readonly chain: string;
  readonly seq: number;
  readonly why: 'changed' | 'missing' | 'not the published head';
}

/** What was found: how far each chain holds, and where it does not. */
export interface VerifiedChains {
  readonly entries: number;
  readonly chains: number;
  readonly broken: BrokenChain[];
}

/** What was published of a chain on some day: its newest entry then. */
export interface PublishedHead {
  readonly chain: string;
  readonly seq: number;
  /** hexadecimal */
  readonly hash: string;
}

/** Sends one statement to the service's database, under the scope of the whole city. */
type Query = (sql: string, parameters?: unknown[]) => Promise<unknown[]>;

type Row = Record<'chain' | 'actor' | 'role' | 'action' | 'outcome', string> &
  Record<'aggregate' | 'aggregate_id' | 'request_id', string | null> & {
    seq: string;
    at: Date;
    from_version: string | null;
    to_version: string | null;
    hash: Buffer;
  };

/** Entries of one statement. */
const PAGE = 5_000;

/**
 * Goes through all chains of a service's database and computes each hash again.
 * @param published what was made known of the chains; an entry that is older than a published head and gone, or that
 *   has another hash, is found by it even if all later hashes were computed anew
 */
export async function verifyChains(
  query: Query,
  published: readonly PublishedHead[],
): Promise<VerifiedChains> {
  const heads = (await query('select chain, seq from audit_heads order by chain')) as {
    chain: string;
    seq: string;
  }[];
  const ofChain = Map.groupBy(published, ({ chain }) => chain);
  const names = new Set([...heads.map(({ chain }) => chain), ...ofChain.keys()]);
  const broken: BrokenChain[] = [];
  let entries = 0;
  for (const chain of names) {
    const last = Number(heads.find((head) => head.chain === chain)?.seq ?? 0);
    const found = await verifyChain(query, chain, last, ofChain.get(chain) ?? []);
    entries += found.entries;
    if (found.broken) broken.push(found.broken);
  }
  return { entries, chains: names.size, broken };
}

async function verifyChain(
  query: Query,
  chain: string,
  last: number,
  published: readonly PublishedHead[],
): Promise<{ entries: number; broken?: BrokenChain }> {
  const known = Map.groupBy(published, ({ seq }) => seq);
  let hash: Buffer = FIRST_HASH;
  let expected = 1;
  for (let more = true; more;) {
    const rows = (await query(
      'select * from audit_entries where chain = $1 and seq >= $2 order by seq limit $3',
      [chain, expected, PAGE],
    )) as Row[];
    for (const row of rows) {
      const seq = Number(row.seq);
      if (seq !== expected) return brokenAt(chain, expected, 'missing');
      hash = hashOfEntry(hash, entryOfRow(row));
      if (!hash.equals(row.hash)) return brokenAt(chain, seq, 'changed');
      const found = row.hash.toString('hex');
      // Each of them counts: who forged a chain could have its new head published as well.
      if (known.get(seq)?.some((head) => head.hash !== found))
        return brokenAt(chain, seq, 'not the published head');
      expected += 1;
    }
    more = rows.length === PAGE;
  }
  const newest = Math.max(last, ...published.map(({ seq }) => seq));
  return expected <= newest ? brokenAt(chain, expected, 'missing') : { entries: expected - 1 };
}

const brokenAt = (chain: string, seq: number, why: BrokenChain['why']) => ({
  entries: seq - 1,
  broken: { chain, seq, why },
});

const numberOf = (text: string | null) => (text === null ? null : Number(text));

const entryOfRow = (row: Row): AuditEntry => ({
  chain: row.chain,
  seq: Number(row.seq),
  at: row.at,
  actor: row.actor,
  role: row.role,
  action: row.action,
  aggregate: row.aggregate,
  aggregateId: row.aggregate_id,
  fromVersion: numberOf(row.from_version),
  toVersion: numberOf(row.to_version),
  requestId: row.request_id,
  outcome: row.outcome,
});
