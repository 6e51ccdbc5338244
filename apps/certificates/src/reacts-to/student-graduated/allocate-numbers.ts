import type { Transaction } from '#database';
import { takeReservedNumbers } from '#reconciliation';
import { assignNumbers, countByPrefix, type Numbered } from '../../domain/certificate-number.js';

/** What a database that was restored has been told that it gave. */
export interface Given {
  readonly certificateNo: string;
  readonly issuedAt: string;
}

interface Unnumbered extends Numbered {
  readonly registrationId: string;
}

/**
 * Takes as many serials as are needed out of the counters, in one statement for any number of certificates. The
 * counters stay locked until commit, so what is taken here is taken by nobody else; a roll-back returns it. They
 * are locked in one order, so that two batches cannot deadlock.
 * @returns `given`: by registration, the certificates that were issued before and lost, in their order; they take no other number,
 *   and what was counted for them is left unused
 */
export async function allocateNumbers<Certificate extends Unnumbered>(
  tx: Transaction,
  certificates: Certificate[],
): Promise<{ numbered: (Certificate & { certificateNo: string })[]; given: Map<string, Given[]> }> {
  const counts = countByPrefix(certificates);
  const rows = await tx.query<CounterRow | GivenRow>(
    `with given as (${takeReservedNumbers('$3')}),
     counted as (
       insert into number_serials (prefix, last)
       select prefix, needed from unnest($1::text[], $2::integer[]) as wanted (prefix, needed) order by prefix
       on conflict (prefix) do update set last = number_serials.last + excluded.last
       returning prefix, last)
     select prefix, last, null as registration_id, null as number, null as given_at from counted
     union all
     select null, null, registration_id, number, given_at from given`,
    [[...counts.keys()], [...counts.values()], certificates.map(({ registrationId }) => registrationId)],
  );
  const lastSerials = new Map<string, number>();
  for (const row of rows) if (row.prefix !== null) lastSerials.set(row.prefix, row.last);
  const lost = rows.filter((row): row is GivenRow => row.prefix === null);
  const inOrder = lost.toSorted((one, other) => (one.number < other.number ? -1 : 1));
  const given = new Map<string, Given[]>();
  for (const row of inOrder) {
    const own = given.get(row.registration_id) ?? [];
    given.set(row.registration_id, [...own, { certificateNo: row.number, issuedAt: row.given_at.toISOString() }]); // prettier-ignore
  }
  return { numbered: assignNumbers(certificates, lastSerials), given };
}

interface CounterRow {
  prefix: string;
  last: number;
}
interface GivenRow {
  prefix: null;
  registration_id: string;
  number: string;
  given_at: Date;
}
