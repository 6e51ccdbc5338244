import { EntryDigest } from '#contracts/published';
import type { TestService } from '#testing';
import { startLookup, visible } from './lookup-service.js';
import { certificate, state } from './published-certificate.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup();
});
afterAll(() => lookup?.close());

const item = ({ certificateNo, statusAt }: { certificateNo: string; statusAt: string }, gone: boolean) => ({
  certificateNo,
  revoked: gone,
  at: statusAt,
});

it('A digest tells the entries of a school and day of issue by their numbers, and nothing of the persons', async () => {
  const [valid, revoked] = [certificate(), certificate({ status: 'REVOKED' })];
  await lookup.receive(state(valid), state(revoked));
  await visible(lookup, valid.certificateNo);
  await visible(lookup, revoked.certificateNo, 'REVOKED');
  const run = await lookup
    .as('operator')
    .post('/reconciliation/digests', { from: '2026-06-30', to: '2026-06-30' });
  expect(run.body).toMatchObject({ service: 'certificate-lookup', digests: 1 });
  const [digest] = await lookup.published(EntryDigest);
  expect(digest!.data).toMatchObject({ schoolCode: 'S001', day: '2026-06-30', live: 1, revoked: 1 });
  expect(digest!.data.items).toHaveLength(2);
  expect(digest!.data.items).toEqual(expect.arrayContaining([item(valid, false), item(revoked, true)]));
});
