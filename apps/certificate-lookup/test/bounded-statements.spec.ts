import { eventually, type TestService } from '#testing';
import { startLookup } from './lookup-service.js';
import { certificate, state } from './published-certificate.js';

/** 500 states arrive in a few batches, since the broker cuts them as it likes. One statement a state would be 500. */
const BOUND = 200;

describe('500 certificates', () => {
  let lookup: TestService;
  beforeAll(async () => {
    lookup = await startLookup();
  });
  afterAll(() => lookup?.close());

  const certificates = Array.from({ length: 500 }, () => certificate());
  const entriesIn = (status: string) =>
    eventually(`500 entries ${status}`, async () =>
      expect(await lookup.query('select from entries where status = $1', [status])).toHaveLength(500),
    );

  it.each([
    ['become visible', 'VALID', 1],
    ['are shown as revoked', 'REVOKED', 2],
  ] as const)('%s in a bounded number of statements', async (_, status, version) => {
    const statements = await lookup.countStatements(async () => {
      await lookup.receive(...certificates.map((each) => state({ ...each, status }, version)));
      await entriesIn(status);
    });
    expect(statements).toBeLessThan(BOUND);
  });
});
