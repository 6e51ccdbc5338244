import { randomUUID } from 'node:crypto';
import { allSchools, Transactions } from '#database';
import { eventually, runJob, type TestService } from '#testing';
import { INBOX_DAYS, PruneInbox, pruneInbox } from '../src/prune-inbox.js';
import { entriesOf, graduated, handled, revoked, startLedger } from './ledger.js';

let service: TestService;
beforeAll(async () => {
  service = await startLedger();
});
afterAll(() => service?.close());

const prune = () => runJob(service, pruneInbox, pruneInbox.payload.parse({}));
const ids = async () =>
  (await service.query<{ event_id: string }>('select event_id from inbox')).map((row) => row.event_id);

/** Events that were made and handled so many days ago. */
const heard = async (count: number, madeDaysAgo: number, handledDaysAgo = madeDaysAgo) =>
  (
    await service.query<{ event_id: string }>(
      `insert into inbox select uuidv7($2 * interval '-1 day'), now() - $3 * interval '1 day'
       from generate_series(1, $1) returning event_id`,
      [count, madeDaysAgo, handledDaysAgo],
    )
  ).map((row) => row.event_id);
const forget = () => service.query('delete from inbox');

describe('The inbox', () => {
  beforeEach(forget);

  it('keeps an event for as long as its topic may, and a margin', async () => {
    await heard(1, INBOX_DAYS + 1);
    const [young] = await heard(1, INBOX_DAYS - 1);
    expect(INBOX_DAYS).toBeGreaterThan(30 + 7);
    await prune();
    expect(await ids()).toEqual([young]);
  });

  it('keeps an old event that was handled late', async () => {
    const [redriven] = await heard(1, INBOX_DAYS + 100, 1);
    await heard(1, INBOX_DAYS + 50);
    await prune();
    expect(await ids()).toEqual([redriven]);
  });

  it('forgets in batches of bounded size', async () => {
    await heard(25_000, INBOX_DAYS + 1);
    await heard(3, INBOX_DAYS + 2, 1);
    await heard(7, 0);
    const transactions = service.app.get(Transactions);
    const handler = service.app.get(PruneInbox, { strict: false });
    const step = (payload: { after: string }) =>
      transactions.run(allSchools, (tx) => handler.handle(payload, tx));
    // three transactions of three statements
    const pruneAll = async () => {
      for (let next: { after: string } | undefined = pruneInbox.payload.parse({}); next;)
        next = (await step(next))?.payload;
    };
    expect(await service.countStatements(pruneAll)).toBe(3 * 3);
    expect(await ids()).toHaveLength(10);
  });
});

describe('An event that the inbox has forgotten', () => {
  it('has no effect when a later one of its subject was seen', async () => {
    const registrationId = randomUUID();
    const graduation = graduated(1, { registrationId });
    await service.receive(graduation, revoked(2, registrationId, graduation.data.personId));
    await eventually('both', async () => expect(await entriesOf(service, registrationId)).toHaveLength(2));
    await forget();
    await service.receive(graduation);
    const marker = graduated(1, { personId: graduation.data.personId });
    await service.receive(marker);
    await handled(service, marker.data.registrationId);
    expect(await entriesOf(service, registrationId)).toHaveLength(2);
  });
});
