import { eventually, type TestService } from '#testing';
import { startLookup, visible } from './lookup-service.js';
import { certificate, state } from './published-certificate.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup();
});
afterAll(() => lookup?.close());

describe('the entries of the lookup', () => {
  it('tell an operator which event made a certificate visible and when, and nothing of the person', async () => {
    const data = certificate();
    const [eventId] = await lookup.receive(state(data));
    const entry = await visible(lookup, data.certificateNo);
    expect(entry).toEqual({
      certificateNo: data.certificateNo,
      status: 'VALID',
      statusAt: data.statusAt,
      visibleAt: expect.any(String),
      eventId,
      correlationId: expect.any(String),
    });
  });

  it('are listed page by page, each once', async () => {
    const certificates = Array.from({ length: 5 }, () => certificate());
    await lookup.receive(...certificates.map((data) => state(data)));
    for (const { certificateNo } of certificates) await visible(lookup, certificateNo);
    const client = lookup.as('lookup-client');
    const seen: string[] = [];
    for (let next: string | undefined = '/entries?limit=2'; next !== undefined;) {
      const { body }: { body: any } = await client.get(next);
      seen.push(...body.items.map((item: { certificateNo: string }) => item.certificateNo));
      next = body.nextCursor && `/entries?limit=2&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([...new Set(seen)].toSorted());
    expect(seen).toEqual(expect.arrayContaining(certificates.map(({ certificateNo }) => certificateNo)));
  });

  it('are for operators and partners only', async () => {
    expect((await lookup.anonymous.get('/entries')).status).toBe(401);
    expect((await lookup.as('school-registrar', 'S001').get('/entries')).status).toBe(403);
    expect((await lookup.as('operator').get('/entries/2026-not-there')).status).toBe(404);
  });

  it('are kept by a bounded number of statements for 500 certificates', async () => {
    const certificates = Array.from({ length: 500 }, () => certificate());
    const statements = await lookup.countStatements(async () => {
      await lookup.receive(...certificates.map((data) => state(data)));
      await eventually(
        '500 more entries',
        async () => {
          const [row] = await lookup.query(
            'select count(*)::int as count from entries where certificate_no = any($1)',
            [certificates.map(({ certificateNo }) => certificateNo)],
          );
          if (row!.count !== 500) throw new Error(`${row!.count} so far`);
        },
        20_000,
      );
    });
    // Two partitions in a few batches each; the probe above looks every 40 ms and is counted too.
    expect(statements).toBeLessThan(200);
  });

  it('keep the last of several states of one certificate in one batch', async () => {
    const data = certificate();
    await lookup.receive(
      state(data, 1),
      state({ ...data, status: 'SUSPENDED' }, 2),
      state({ ...data, status: 'REVOKED' }, 3),
    );
    await visible(lookup, data.certificateNo, 'REVOKED');
  });
});
