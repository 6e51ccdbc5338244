import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { type Span, spanNotPossible, spanOf } from '#reconciliation';
import { DOWNSTREAM } from '../domain/discrepancy.js';
import { COMPARE } from './compare-sql.js';
import {
  type AsOfs,
  asOfsByDay,
  type Compared,
  type FoundDiscrepancy,
  foundDiscrepancies,
  MAX_NAMED,
  oldestOf,
} from './found-discrepancies.js';
import type { Reconciliation, ReconciliationFilter, ReconciliationRow } from './reconciliation-view.js';

const COUNTED = {
  graduated: 'student-records',
  issued: DOWNSTREAM.CERTIFICATE,
  visible: DOWNSTREAM.LOOKUP_ENTRY,
  tracked: DOWNSTREAM.CASE,
} as const;

/** 对账: holds what was graduated against the digests of the three services that follow. */
@Injectable()
export class Reconcile {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem 422 span-not-possible */
  async compare({ schoolCode, graceSeconds, ...days }: ReconciliationFilter): Promise<Reconciliation> {
    const span = spanOf(days, new Date());
    if (!span) throw spanNotPossible();
    const [compared] = await this.transactions.run(allSchools, (tx) =>
      tx.query<Compared>(COMPARE, [span.from, span.to, schoolCode, MAX_NAMED]),
    );
    return resultOf(span, compared!, graceSeconds);
  }
}

function resultOf(span: Span, compared: Compared, graceSeconds: number): Reconciliation {
  const asOfs = asOfsByDay(compared);
  const found = foundDiscrepancies(compared, asOfs, graceSeconds);
  const isCut = compared.registrations.length === MAX_NAMED || compared.certificates.length === MAX_NAMED;
  const rows = rowsOf(compared, asOfs, found, isCut);
  return {
    ...span,
    caughtUp: rows.every(({ caughtUp }) => caughtUp),
    uneven: compared.uneven,
    services: compared.newest.map(({ service, as_of, dead_letters_open }) => ({
      service,
      asOf: new Date(as_of).toISOString(),
      deadLettersOpen: dead_letters_open,
    })),
    rows,
    discrepancies: found.filter((each) => !each.inFlight).map(({ discrepancy }) => discrepancy),
    inFlight: found.filter((each) => each.inFlight).map(({ discrepancy }) => discrepancy),
  };
}

function rowsOf(
  { counted }: Compared,
  asOfs: AsOfs,
  found: FoundDiscrepancy[],
  isCut: boolean,
): ReconciliationRow[] {
  const discrepanciesOf = Map.groupBy(
    found,
    ({ discrepancy }) => `${discrepancy.day} ${discrepancy.schoolCode}`,
  );
  const byRow = Map.groupBy(counted, ({ school_code, day }) => `${day} ${school_code}`);
  return [...byRow].map(([key, counts]) => {
    const { day, school_code: schoolCode } = counts[0]!;
    const here = discrepanciesOf.get(key) ?? [];
    const inFlight = here.filter((discrepancy) => discrepancy.inFlight).length;
    const count = (service: string) => {
      const { live = 0, revoked = 0 } = counts.find((each) => each.service === service) ?? {};
      const asOf = asOfs.get(day)?.get(service)?.toISOString();
      return { live, revoked, ...(asOf && { asOf }) };
    };
    const four = {
      graduated: count(COUNTED.graduated),
      issued: count(COUNTED.issued),
      visible: count(COUNTED.visible),
      tracked: count(COUNTED.tracked),
    };
    const known = oldestOf(asOfs.get(day)) !== undefined && (!isCut || areEqual(Object.values(four)));
    return {
      schoolCode,
      day,
      ...four,
      discrepancies: here.length - inFlight,
      inFlight,
      caughtUp: known && here.length === 0,
    };
  });
}

const areEqual = (counts: { live: number; revoked: number }[]) =>
  new Set(counts.map(({ live, revoked }) => `${live} ${revoked}`)).size === 1;
