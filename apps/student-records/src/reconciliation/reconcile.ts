import { Injectable } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { type Span, spanNotPossible, spanOf } from '#reconciliation';
import { FOLLOWERS } from '../domain/gap.js';
import { COMPARE } from './compare-sql.js';
import {
  type AsOfs,
  asOfsByDay,
  type Compared,
  type FoundGap,
  foundGaps,
  MOST_NAMED,
  oldestOf,
} from './found-gaps.js';
import type { Reconciliation, ReconciliationFilter, ReconciliationRow } from './reconciliation-view.js';

const COUNTED = {
  graduated: 'student-records',
  issued: FOLLOWERS.CERTIFICATE,
  visible: FOLLOWERS.LOOKUP_ENTRY,
  tracked: FOLLOWERS.CASE,
} as const;

/** 对账: holds what was graduated against the digests of the three services that follow. */
@Injectable()
export class Reconcile {
  constructor(private readonly transactions: Transactions) {}

  /** @throws Problem 422 span-not-possible */
  async run({ schoolCode, graceSeconds, ...days }: ReconciliationFilter): Promise<Reconciliation> {
    const span = spanOf(days, new Date());
    if (!span) throw spanNotPossible();
    const [compared] = await this.transactions.run(allSchools, (tx) =>
      tx.query<Compared>(COMPARE, [span.from, span.to, schoolCode, MOST_NAMED]),
    );
    return resultOf(span, compared!, graceSeconds);
  }
}

function resultOf(span: Span, compared: Compared, graceSeconds: number): Reconciliation {
  const asOfs = asOfsByDay(compared);
  const found = foundGaps(compared, asOfs, graceSeconds);
  const isCut = compared.registrations.length === MOST_NAMED || compared.certificates.length === MOST_NAMED;
  const rows = rowsOf(compared, asOfs, found, isCut);
  return {
    ...span,
    level: rows.every(({ level }) => level),
    uneven: compared.uneven,
    services: compared.newest.map(({ service, as_of, dead_letters_open }) => ({
      service,
      asOf: new Date(as_of).toISOString(),
      deadLettersOpen: dead_letters_open,
    })),
    rows,
    gaps: found.filter((each) => !each.inFlight).map(({ gap }) => gap),
    inFlight: found.filter((each) => each.inFlight).map(({ gap }) => gap),
  };
}

function rowsOf({ counted }: Compared, asOfs: AsOfs, found: FoundGap[], isCut: boolean): ReconciliationRow[] {
  const gapsOf = Map.groupBy(found, ({ gap }) => `${gap.day} ${gap.schoolCode}`);
  const byRow = Map.groupBy(counted, ({ school_code, day }) => `${day} ${school_code}`);
  return [...byRow].map(([key, counts]) => {
    const { day, school_code: schoolCode } = counts[0]!;
    const here = gapsOf.get(key) ?? [];
    const inFlight = here.filter((gap) => gap.inFlight).length;
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
      gaps: here.length - inFlight,
      inFlight,
      level: known && here.length === 0,
    };
  });
}

const areEqual = (counts: { live: number; revoked: number }[]) =>
  new Set(counts.map(({ live, revoked }) => `${live} ${revoked}`)).size === 1;
