import {
  DOWNSTREAM,
  type Discrepancy,
  discrepanciesOfCertificate,
  discrepanciesOfRegistration,
  isInFlight,
  type Standing,
} from '../domain/discrepancy.js';
import type { DiscrepancyView } from './reconciliation-view.js';

/** Differences of a kind that are named; the oldest first. */
export const MAX_NAMED = 1_000;

/** A row that one of the services tells otherwise, as the statement answers it. */
interface Uneven {
  school_code: string;
  day: string;
  registration_id: string | null;
  certificate_no: string | null;
  known_certificate_no?: string | null;
  graduation?: Standing | null;
  expected_case?: Standing | null;
  certificate: Standing | null;
  live_certificates?: number;
  case?: Standing | null;
  entry?: Standing | null;
  since: string;
}

/** What {@link COMPARE} answers. */
export interface Compared {
  counted: { school_code: string; day: string; service: string; live: number; revoked: number }[];
  covered: { day: string; service: string; as_of: string }[];
  newest: {
    service: string;
    as_of: string;
    dead_letters_open: number;
    dead_letters: NonNullable<DiscrepancyView['deadLetter']>[];
  }[];
  uneven: number;
  registrations: Uneven[];
  certificates: Uneven[];
}

export interface FoundDiscrepancy {
  readonly discrepancy: DiscrepancyView;
  readonly inFlight: boolean;
}

/** When each service counted a day, by day and service. */
export type AsOfs = Map<string, Map<string, Date>>;

export function asOfsByDay({ covered }: Compared): AsOfs {
  const byDay = Map.groupBy(covered, ({ day }) => day);
  return new Map(
    [...byDay].map(([day, runs]) => [
      day,
      new Map(runs.map(({ service, as_of }) => [service, new Date(as_of)])),
    ]),
  );
}

export function foundDiscrepancies(
  { registrations, certificates, newest }: Compared,
  asOfs: AsOfs,
  graceSeconds: number,
): FoundDiscrepancy[] {
  const letterOf = deadLetters(newest);
  const found = [
    ...registrations.flatMap((row) =>
      discrepanciesOfRegistration(standings(row)).map((discrepancy) => ({ row, discrepancy })),
    ),
    ...certificates.flatMap((row) =>
      discrepanciesOfCertificate(standings(row)).map((discrepancy) => ({ row, discrepancy })),
    ),
  ];
  return found.map(({ row, discrepancy }) => ({
    discrepancy: discrepancyView(row, discrepancy, letterOf),
    inFlight: isInFlight(new Date(row.since), oldestOf(asOfs.get(row.day)), graceSeconds),
  }));
}

function standings(row: Uneven) {
  return {
    graduation: row.graduation ?? undefined,
    expectedCase: row.expected_case ?? undefined,
    certificate: row.certificate ?? undefined,
    liveCertificates: row.live_certificates ?? 0,
    case: row.case ?? undefined,
    entry: row.entry ?? undefined,
  };
}

function discrepancyView(
  row: Uneven,
  discrepancy: Discrepancy,
  letterOf: ReturnType<typeof deadLetters>,
): DiscrepancyView {
  const service = DOWNSTREAM[discrepancy.what];
  const certificateNo = row.certificate_no ?? row.known_certificate_no ?? undefined;
  const registrationId = row.registration_id ?? undefined;
  const deadLetter = letterOf(service, discrepancy.what === 'LOOKUP_ENTRY' ? certificateNo : registrationId);
  return {
    schoolCode: row.school_code,
    day: row.day,
    ...(registrationId && { registrationId }),
    ...(certificateNo && { certificateNo }),
    ...discrepancy,
    service,
    since: iso(row.since),
    ...(deadLetter && { deadLetter }),
  };
}

/** The oldest open dead letter of a service about a subject. */
function deadLetters(newest: Compared['newest']) {
  const letters = new Map(
    newest.flatMap(({ service, dead_letters }) =>
      dead_letters.toReversed().map((letter) => [`${service} ${letter.subject}`, letter] as const),
    ),
  );
  return (service: string, subject: string | undefined) => letters.get(`${service} ${subject}`);
}

/** undefined while one of the three has not counted the day. */
export function oldestOf(asOfs: Map<string, Date> | undefined): Date | undefined {
  const times = Object.values(DOWNSTREAM).map((service) => asOfs?.get(service)?.getTime() ?? -Infinity);
  const oldest = Math.min(...times);
  return oldest === -Infinity ? undefined : new Date(oldest);
}

const iso = (moment: string) => new Date(moment).toISOString();
