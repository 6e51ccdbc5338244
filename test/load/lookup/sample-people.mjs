import { inventPeople } from '../../../deploy/local/sample/people.ts';
import { inventedIds } from '../../../deploy/local/sample/codes.ts';
import { seeded } from '../../../deploy/local/sample/random.ts';
import { EntrySealer } from '../../../dist/apps/certificate-lookup/src/entries/entry-sealer.js';
import { chunksOf } from '../../../deploy/local/cohort/groups.ts';
import { sealerOf } from '../students.mjs';
import { isRevoked, numberOf } from './certificate-rows.mjs';

/** Questions of the closed loop. */
export const CLOSED_LOOP = 10_000;

/** Those of the open loop, those of the closed one, and some for plans; each is asked for by itself. */
export const sampleSize = (rows, questions) => Math.min(Math.floor(rows / 10), questions + CLOSED_LOOP + 100);

/**
 * Certificates that can really be looked up, evenly spread over all rows and in no order: each is asked for once, so
 * that every question meets pages of its own. Sealed by the service's own code; that of all rows would take hours.
 */
export function samplePeople(total, count) {
  const random = seeded(20_261_124);
  const person = inventPeople(random, inventedIds(random));
  const step = Math.floor(total / count);
  return random.shuffled(
    Array.from({ length: count }, (_, at) => {
      const n = at * step + random.below(step);
      const { name, idNumber } = person({ birth: [1985, 2008] });
      return { n, certificateNo: numberOf(n, total), name, idNumber, revoked: isRevoked(n) };
    }),
  );
}

/** Writes them to `bench_sample`. @returns how long their sealed texts are, on the average */
export async function storeSample(client, people, sealingKeys) {
  const sealer = new EntrySealer(sealerOf(sealingKeys));
  await client.query(`
    create unlogged table bench_sample (n int primary key, identity text, number_and_name text, id_and_name text, sealed_key text)`);
  for (const some of chunksOf(people, 5_000)) {
    const rows = some.map(({ n, certificateNo, name, idNumber }) => {
      const { columns, key } = sealer.seal(certificateNo, { name, idNumber });
      return { n, ...columns, sealed_key: key.sealed_key };
    });
    await client.query(
      'insert into bench_sample select * from jsonb_populate_recordset(null::bench_sample, $1)',
      [JSON.stringify(rows)],
    );
  }
  await client.query('analyze bench_sample');
  const { rows } = await client.query(
    'select avg(length(identity))::int as identity, avg(length(sealed_key))::int as key from bench_sample',
  );
  return rows[0];
}
