import { type Transaction, Transactions } from '#database';
import type { TestService } from '#testing';
import { EntryFilter, ListEntries } from '../src/entries/list-entries.js';
import { startLookup } from './lookup-service.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup();
  await lookup.query(`
    insert into entries select 'N' || n, 'GRADUATION', 'sealed', 'a' || n, 'b' || n, 'S001', '样例', 'TECHNICIAN_COLLEGE',
      '样例', 'SENIOR', 'FULL_TIME', '2023-09-01', '2026-06-30', '2026-06-30', '500000', '2022', 'NONE', 'T',
      case when n % 100 = 0 then 'REVOKED' else 'VALID' end, now(), null, now() + n * interval '1 s', gen_random_uuid(), 'c', 1
    from generate_series(1, 20000) n`);
  await lookup.query('vacuum (analyze) entries');
});
afterAll(() => lookup?.close());

/** The plan of the statement that the service sends for this list. */
async function planOf(asked: Record<string, string>): Promise<string> {
  const transactions = lookup.app.get(Transactions, { strict: false });
  let plan = '';
  const explained = (tx: Transaction): Transaction => ({
    ...tx,
    query: async (sql, parameters) => {
      const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, parameters);
      plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      return tx.query(sql, parameters);
    },
  });
  const run: Transactions['run'] = (scope, work) => transactions.run(scope, (tx) => work(explained(tx)));
  await new ListEntries({ run } as Transactions).page(EntryFilter.parse(asked));
  return plan;
}

describe('the list of entries', () => {
  it.each([
    ['revoked', { status: 'REVOKED' }, 'entries_by_rare_status'],
    ['suspended, of which there are none', { status: 'SUSPENDED' }, 'entries_by_rare_status'],
    [
      'revoked, newest first',
      { status: 'REVOKED', sort: '-visibleAt' },
      'entries_by_rare_status_and_visible_at',
    ],
    [
      'suspended, newest first',
      { status: 'SUSPENDED', sort: '-visibleAt' },
      'entries_by_rare_status_and_visible_at',
    ],
    ['valid', { status: 'VALID' }, 'entries_pkey'],
  ])('reads those that are %s from an index in their order', async (_, asked, index) => {
    const plan = await planOf(asked);
    expect(plan).toMatch(new RegExp(`using ${index} `));
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});
