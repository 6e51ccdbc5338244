import type pg from 'pg';
import { readSettings } from '#runtime';
import { Sealer } from '#security';
import type * as entries from '../../../apps/certificate-lookup/src/entries/entry-sealer.ts';
import { chunksOf } from '../../../deploy/local/cohort/groups.ts';
import { inventedIds } from '../../../deploy/local/sample/codes.ts';
import { inventPeople } from '../../../deploy/local/sample/people.ts';
import { seeded } from '../../../deploy/local/sample/random.ts';
import { isRevoked, numberOf } from '../certificate-rows.ts';
import { built } from '../command.ts';

/** Questions of the closed loop. */
export const CLOSED_LOOP = 10_000;

/** A certificate, and whose it is. */
export interface Person {
  n: number;
  certificateNo: string;
  name: string;
  idNumber: string;
  revoked: boolean;
}

/** Those of the open loop, those of the closed one, and some for plans; each is asked for by itself. */
export const sampleSize = (rows: number, questions: number): number =>
  Math.min(Math.floor(rows / 10), questions + CLOSED_LOOP + 100);

/**
 * Certificates that can really be looked up, evenly spread over all rows and in no order: each is asked for once, so
 * that every question meets pages of its own.
 */
export function samplePeople(total: number, count: number): Person[] {
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

/** Writes them to `bench_sample`, sealed by the service's own code; that of all rows would take hours. */
export async function storeSample(
  client: pg.Client,
  people: Person[],
  settings: Record<string, string>,
): Promise<void> {
  const { EntrySealer } = await built<typeof entries>('apps/certificate-lookup/src/entries/entry-sealer.js');
  const sealer = new EntrySealer(new Sealer(readSettings(settings)));
  await client.query(`
    create unlogged table bench_sample (n int primary key, identity text, number_and_name text, id_and_name text, sealed_key text)`);
  for (const some of chunksOf(people, 5_000)) {
    const rows = some.map(({ n, certificateNo, name, idNumber }) => {
      const { columns, key } = sealer.seal(certificateNo, { name, idNumber });
      return { n, ...columns, sealed_key: key.sealed_key };
    });
    await client.query(
      'insert into bench_sample select * from json_populate_recordset(null::bench_sample, $1)',
      [JSON.stringify(rows)],
    );
  }
  await client.query('analyze bench_sample');
}
