import type { Transaction } from '#database';
import { assignNumbers, countByPrefix, type Numbered } from '../../domain/certificate-number.js';

/**
 * Takes as many serials as are needed out of the counters, in one statement for any number of certificates. The
 * counters stay locked until commit, so what is taken here is taken by nobody else; a roll-back returns it. They
 * are locked in one order, so that two batches cannot deadlock.
 */
export async function allocateNumbers<Certificate extends Numbered>(
  tx: Transaction,
  certificates: Certificate[],
): Promise<(Certificate & { certificateNo: string })[]> {
  const counts = countByPrefix(certificates);
  const serials = await tx.query<{ prefix: string; last: number }>(
    `insert into number_serials (prefix, last)
     select prefix, needed from unnest($1::text[], $2::integer[]) as wanted (prefix, needed) order by prefix
     on conflict (prefix) do update set last = number_serials.last + excluded.last
     returning prefix, last`,
    [[...counts.keys()], [...counts.values()]],
  );
  return assignNumbers(certificates, new Map(serials.map(({ prefix, last }) => [prefix, last])));
}
